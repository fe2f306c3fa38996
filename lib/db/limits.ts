/**
 * Longest wait for a connection, in milliseconds: for a free one of the pool or a new one. A database
 * of Neon's that sleeps takes some hundreds of milliseconds to wake.
 */
export const connectTimeout = 3000

/**
 * Longest life of one statement, in milliseconds; together with `connectTimeout` an action answers
 * within eight seconds. It is held by this side: Neon's pooler takes no `statement_timeout` among
 * the startup parameters (https://neon.com/docs/connect/connection-pooling).
 */
export const statementTimeout = 4000

/** Most connections of one process. */
export const poolSize = 10

/** How long a connection may be unused before it is closed, in milliseconds. */
export const idleTimeout = 30_000

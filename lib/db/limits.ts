/**
 * Longest wait for a connection, in milliseconds: a free one in the pool or a new one. A sleeping Neon
 * database takes a few hundred milliseconds to wake.
 */
export const connectTimeout = 3000

/**
 * Time limit for one statement, in milliseconds; with `connectTimeout`, an action answers within eight
 * seconds. We enforce it ourselves: Neon's pooler takes no `statement_timeout` startup parameter
 * (https://neon.com/docs/connect/connection-pooling).
 */
export const statementTimeout = 4000

/** Maximum connections per process. */
export const poolSize = 10

/** How long an unused connection stays open, in milliseconds. */
export const idleTimeout = 30_000

import 'server-only'

/** Time for all attempts of one read, in milliseconds: a page answers within five seconds. */
const budget = 4500
const attempts = 3

/**
 * Runs a read and repeats it, at most twice, when the database could not be reached: a database that
 * sleeps or fails over answers a moment later. For reads alone; a write may have happened already.
 *
 * @param query starts the statement; called anew for each attempt
 * @throws the last error, or at once an error that Postgres itself gave
 */
export async function read<T>(query: () => Promise<T>): Promise<T> {
  const start = Date.now()
  for (let attempt = 1; ; attempt++) {
    try {
      return await query()
    } catch (error) {
      const pause = 100 * 2 ** attempt * (0.5 + Math.random())
      const isOver = attempt === attempts || Date.now() - start + pause > budget / 2
      if (isOver || !isUnreachable(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
}

/** Whether the statement never got an answer from Postgres: nothing in the chain has an SQLSTATE. */
function isUnreachable(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && /^[0-9A-Z]{5}$/.test(at.code)) {
      // 08: connection failures. 57P: the server is starting or shutting down.
      return at.code.startsWith('08') || at.code.startsWith('57P')
    }
  }
  return true
}

import 'server-only'

/**
 * Holds an answer back until a time has passed, so that how long it took says nothing: sending a mail
 * to an account takes longer than doing nothing for a stranger.
 *
 * @param milliseconds well above what the slower of the two takes
 */
export async function notFasterThan<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const pause = new Promise((resolve) => setTimeout(resolve, milliseconds))
  const [result] = await Promise.all([work, pause])
  return result
}

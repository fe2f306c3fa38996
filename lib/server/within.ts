import 'server-only'

/**
 * Stops waiting for work that takes longer; the work itself goes on.
 *
 * @param milliseconds how long to wait
 * @param work what to wait for
 * @param message the error's message then
 * @throws whatever the work throws, or an error with that message
 */
export async function within<T>(
  milliseconds: number,
  work: PromiseLike<T>,
  message = 'timed out',
): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(message)), milliseconds)
  })
  try {
    return await Promise.race([work, deadline])
  } finally {
    clearTimeout(timer)
  }
}

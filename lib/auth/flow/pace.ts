import 'server-only'

/**
 * Well above what either kind of work takes, in milliseconds: hashing a password, a few trips to Neon Auth
 * and on to a mail server. With shorter steps, the slower kind often lands one step later.
 */
const step = 1000

/**
 * Holds an answer until a whole second has passed, so its timing says nothing: emailing an account takes
 * longer than doing nothing for a stranger. If the slower one takes longer than that, usually both wait for
 * the next second.
 *
 * @param work the work, just started
 * @param isSecret whether this answer's timing would say anything; by default, always
 */
export async function inSteps<T>(
  work: Promise<T>,
  isSecret: (result: T) => boolean = () => true,
): Promise<T> {
  const begin = performance.now()
  const result = await work
  const passed = performance.now() - begin
  if (isSecret(result)) {
    await new Promise((resolve) => setTimeout(resolve, step - (passed % step)))
  }
  return result
}

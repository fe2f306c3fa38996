import 'server-only'

/**
 * Well above what work of either kind takes, in milliseconds: hashing a password, some ways to Neon Auth
 * and from there to a mail server. A shorter one leaves the slower kind a step behind too often.
 */
const step = 1000

/**
 * Gives an answer back only at whole seconds after it was asked for, so that how long it
 * took says nothing: sending a mail to an account takes longer than doing nothing for a stranger. Where
 * the slower of the two takes longer than that, most often both wait for the next second.
 *
 * @param work what is waited for, begun just now
 * @param isSecret whether the time of this answer would say anything; without it, always
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

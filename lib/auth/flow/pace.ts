import 'server-only'

/** Well above what work of either kind takes in most cases, in milliseconds. */
const step = 400

/**
 * Gives an answer back only at whole multiples of 400 ms after it was asked for, so that how long it
 * took says nothing: sending a mail to an account takes longer than doing nothing for a stranger. Where
 * the slower of the two takes longer than that, most often both wait for the next multiple.
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

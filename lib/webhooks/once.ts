import 'server-only'
import { timeTolerance } from './verify'

/** Longer than a request stays valid, so that no replay does anything again. */
const keptFor = 2 * timeTolerance
const mostKept = 10_000

const answers = new Map<string, { answer: Promise<unknown>; until: number }>()

/**
 * Does the work of an event once: whoever delivers the same one again gets the same answer. What
 * failed is forgotten, so that the next attempt does it. Each process knows its own events; with
 * several, a repeated one may be worked on twice.
 *
 * @param id the event's id
 */
export async function once(id: string, work: () => Promise<unknown>): Promise<unknown> {
  const now = Date.now()
  for (const [old, { until }] of answers) {
    if (until > now && answers.size < mostKept) break
    answers.delete(old)
  }
  const known = answers.get(id)
  if (known) return known.answer
  const answer = work()
  answers.set(id, { answer, until: now + keptFor })
  try {
    return await answer
  } catch (error) {
    answers.delete(id)
    throw error
  }
}

import 'server-only'
import { timeTolerance } from './verify'

/** Longer than a request stays valid, so replays do nothing. */
const keptFor = 2 * timeTolerance
const mostKept = 10_000

const answers = new Map<string, { answer: Promise<unknown>; until: number }>()

/**
 * Handles an event once: delivering it again gets the same answer. Failures are forgotten, so the next
 * attempt runs. Each process only knows its own events; with several, a repeated one may be handled twice.
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

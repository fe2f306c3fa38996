import type { RecentStatement, StatementShape, Stats } from '../../stats'
import { matches } from './filter'

/** Which statements are wanted; undefined is no condition. */
export interface StatementFilter {
  /** Words, with a minus before those that must not be there. */
  q?: string | undefined
  /** Only those of a shape. */
  shape?: string | undefined
  /** Only those that failed. */
  failed?: boolean | undefined
  /** The quiet ones, too. */
  quiet?: boolean | undefined
}

/** The recent statements that a filter lets through, the newest first. */
export function listStatements(stats: Stats, filter: StatementFilter): RecentStatement[] {
  const { q = '', shape, failed = false, quiet = false } = filter
  return stats.snapshot().recent.filter(
    (statement) =>
      // Who asks for one shape means it, even if it is a quiet one.
      (quiet || !statement.quiet || statement.shape === shape) &&
      (shape === undefined || statement.shape === shape) &&
      (!failed || statement.rows === null) &&
      matches([statement.text, ...statement.parameters].join(' '), q),
  )
}

/** The shapes that a filter lets through, those that took the most time first. */
export function listShapes(stats: Stats, { q = '' }: StatementFilter): StatementShape[] {
  return stats.shapes().filter((shape) => matches(shape.text, q))
}

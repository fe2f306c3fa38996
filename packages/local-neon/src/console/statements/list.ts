import type { RecentStatement, StatementShape, Stats } from '../../stats'
import { matches } from './filter'

/** Which statements to list; undefined is no condition. */
export interface StatementFilter {
  /** Words, with a minus before those to exclude. */
  q?: string | undefined
  /** Only this shape. */
  shape?: string | undefined
  /** Only failed ones. */
  failed?: boolean | undefined
  /** Quiet ones too. */
  quiet?: boolean | undefined
}

/** The recent statements that match a filter, newest first. */
export function listStatements(stats: Stats, filter: StatementFilter): RecentStatement[] {
  const { q = '', shape, failed = false, quiet = false } = filter
  return stats.snapshot().recent.filter(
    (statement) =>
      // Asking for one shape includes it even if it's quiet.
      (quiet || !statement.quiet || statement.shape === shape) &&
      (shape === undefined || statement.shape === shape) &&
      (!failed || statement.rows === null) &&
      matches([statement.text, ...statement.parameters].join(' '), q),
  )
}

/** The shapes that match a filter, those that took the most time first. */
export function listShapes(stats: Stats, { q = '' }: StatementFilter): StatementShape[] {
  return stats.shapes().filter((shape) => matches(shape.text, q))
}

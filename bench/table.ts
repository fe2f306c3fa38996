import { metrics, type Metric, type Round } from './measure'
import { median, ratioOf } from './statistics'

/** One server's measurements on one page. */
export interface Result {
  server: string
  rounds: Round[]
}

/**
 * A page's table: each server's median of every metric, and the median of the rounds' ratios, first by
 * other, with their middle half in brackets.
 */
export function formatTable(page: string, [first, ...others]: Result[]): string {
  if (!first) return ''
  const head = [page, first.server, ...others.flatMap(({ server }) => [server, 'ratio'])]
  const rows = metrics.flatMap((metric) => {
    const ours = valuesOf(first, metric)
    if (ours.every((value) => value === undefined)) return []
    return [
      [
        metric,
        formatMedian(ours),
        ...others.flatMap((other) => {
          const theirs = valuesOf(other, metric)
          return [formatMedian(theirs), formatRatio(ours, theirs)]
        }),
      ],
    ]
  })
  return align([head, ...rows])
}

function valuesOf({ rounds }: Result, metric: Metric): (number | undefined)[] {
  return rounds.map((round) => round[metric])
}

function formatMedian(values: (number | undefined)[]): string {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? '–' : formatNumber(median(known))
}

/** Three digits, or all those before the point. */
function formatNumber(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return value.toLocaleString('en', {
    maximumFractionDigits: digits,
    minimumFractionDigits: digits,
  })
}

function formatRatio(ours: (number | undefined)[], theirs: (number | undefined)[]): string {
  const ratio = ratioOf(ours, theirs)
  if (!ratio) return '–'
  const [middle, low, high] = [ratio.median, ratio.low, ratio.high].map((value) => value.toFixed(2))
  return low === high ? `${middle}` : `${middle} (${low}–${high})`
}

/** Aligns columns: the first to the left, the others to the right. */
function align(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** The middle of some numbers; of an even count the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/**
 * The value below which a share of the others lie, between neighbours in proportion.
 *
 * @param share from 0 to 1
 * @returns NaN when there are no numbers
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  const at = (sorted.length - 1) * share
  const below = sorted[Math.floor(at)] ?? Number.NaN
  const above = sorted[Math.ceil(at)] ?? Number.NaN
  return below + (above - below) * (at - Math.floor(at))
}

/** How one series of measurements compares with another that was taken in turns with it. */
export interface Ratio {
  median: number
  /** A quarter of the rounds lie below. */
  low: number
  /** A quarter lie above. */
  high: number
}

/**
 * The ratio of two servers: of each round first, so that what slowed the machine down during a round
 * slows down both, and the median of these.
 *
 * @param ours a value a round
 * @param theirs the other's values of the same rounds
 * @returns undefined when no round has both
 */
export function ratioOf(
  ours: readonly (number | undefined)[],
  theirs: readonly (number | undefined)[],
): Ratio | undefined {
  const ratios = ours.flatMap((value, round) => {
    const other = theirs[round]
    return value === undefined || !other ? [] : [value / other]
  })
  if (ratios.length === 0) return undefined
  return { median: median(ratios), low: quantile(ratios, 0.25), high: quantile(ratios, 0.75) }
}

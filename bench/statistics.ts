/** The middle number; for an even count, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/**
 * The value with a share of the numbers below it, interpolated between neighbours.
 *
 * @param share from 0 to 1
 * @returns NaN if there are no numbers
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  const at = (sorted.length - 1) * share
  const below = sorted[Math.floor(at)] ?? Number.NaN
  const above = sorted[Math.ceil(at)] ?? Number.NaN
  return below + (above - below) * (at - Math.floor(at))
}

/** How one series of measurements compares with another taken in turns with it. */
export interface Ratio {
  median: number
  /** A quarter of the rounds are below. */
  low: number
  /** A quarter are above. */
  high: number
}

/**
 * The median ratio of two servers. It takes each round's ratio first: what slows the machine down in a
 * round slows down both.
 *
 * @param ours a value per round
 * @param theirs the other's values for the same rounds
 * @returns undefined if no round has both
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

import { parseArgs } from 'node:util'

/** The options of a benchmark run. */
export interface Options {
  /** How often to measure each server on each page. */
  rounds: number
  /** How long a round loads one page of a server, in seconds. */
  seconds: number
  /** That load's connections. */
  connections: number
  /** Milliseconds of delay for each answer from the database and Neon Auth. */
  latency: number
  /** Posts in the large database; without it, only the small one is used. */
  posts: number | undefined
  /** Another version of this app to compare with: a commit, branch or tag. */
  against: string | undefined
  /** The pages to measure, by name; if empty, all. */
  pages: string[]
  /** Whether to use existing builds. */
  skipBuild: boolean
}

export const usage = `npm run bench -- [options]

  --rounds N       how often each server is measured on each page (7)
  --seconds N      how long a round loads one page of one server (2)
  --connections N  connections of that load (8)
  --latency MS     every answer of the database and of Neon Auth comes so much later
  --posts N        measures with N posts too, beside ten
  --against REV    measures another version of this app too
  --page NAME      this page alone, such as /posts; may be given again
  --skip-build     uses the builds that are there`

/**
 * Reads the command line.
 *
 * @throws with one sentence if it's wrong
 */
export function parseOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      connections: { type: 'string' },
      latency: { type: 'string' },
      posts: { type: 'string' },
      against: { type: 'string' },
      page: { type: 'string', multiple: true },
      'skip-build': { type: 'boolean' },
    },
  })
  return {
    rounds: whole('rounds', values.rounds ?? '7', 1, 1000),
    seconds: whole('seconds', values.seconds ?? '2', 1, 600),
    connections: whole('connections', values.connections ?? '8', 1, 1000),
    latency: whole('latency', values.latency ?? '0', 0, 10_000),
    posts:
      values.posts === undefined ? undefined : whole('posts', values.posts, 20_000, 100_000_000),
    against: values.against,
    pages: values.page ?? [],
    skipBuild: values['skip-build'] ?? false,
  }
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new Error(`--${name} has to be a whole number from ${least} to ${most}, not "${text}".`)
  }
  return value
}

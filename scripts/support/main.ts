import { causesOf } from '../../lib/server/log'

/** Runs a script and exits: a failure prints a readable line or two, with exit code 1. */
export function main(work: () => Promise<unknown>): void {
  work().then(
    () => process.exit(),
    (error: unknown) => {
      console.error(error instanceof Error ? explain(error) : error)
      process.exit(1)
    },
  )
}

/** The innermost cause first: the outer ones say what was tried, not why it failed. */
function explain(error: Error): string {
  const [cause = '', ...around] = causesOf(error)
    .map(({ message }) => message)
    .filter(Boolean)
    .toReversed()
  return [cause, ...around.map((message) => `  ${message.split('\n')[0] ?? ''}`)].join('\n')
}

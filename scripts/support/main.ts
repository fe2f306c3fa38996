/** Runs a script to its end and leaves: its failure is one readable line and exit code 1. */
export function main(work: () => Promise<unknown>): void {
  work().then(
    () => process.exit(),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error)
      process.exit(1)
    },
  )
}

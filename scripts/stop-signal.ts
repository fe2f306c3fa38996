/** How often to look whether npm is still there, in milliseconds. */
const PARENT_INTERVAL = 500

/**
 * Settles with `stopped` at the first Ctrl-C or request to end; later ones change nothing. Under npm
 * also when npm has gone: ended by a signal to it alone, it tells nobody.
 */
export function stopSignal(): Promise<'stopped'> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => resolve('stopped'))
    }
    if (process.env.npm_lifecycle_event === undefined) return
    const parent = process.ppid
    setInterval(() => {
      if (process.ppid !== parent) resolve('stopped')
    }, PARENT_INTERVAL).unref()
  })
}

/** How often to check for the parent, in milliseconds. */
const PARENT_INTERVAL = 500

/**
 * Settles at the first Ctrl-C or request to end; later ones change nothing. Under npm, also once npm has
 * gone: it passes on no signal that only ends npm.
 */
export function stopSignal(): Promise<'stopped'> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => resolve('stopped'))
    }
    void parentGone().then(() => resolve('stopped'))
  })
}

/** Settles when npm, which started this process, is gone. */
export function parentGone(): Promise<void> {
  return new Promise((resolve) => {
    // npx and npm scripts both leave their mark.
    if (process.env['npm_lifecycle_event'] === undefined) return
    const parent = process.ppid
    setInterval(() => {
      if (process.ppid !== parent) resolve()
    }, PARENT_INTERVAL).unref()
  })
}

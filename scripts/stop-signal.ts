/** Settles with `stopped` at the first Ctrl-C or request to end; later ones change nothing. */
export function stopSignal(): Promise<'stopped'> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => resolve('stopped'))
    }
  })
}

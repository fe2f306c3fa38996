/** Runs once when a server starts. What Node alone has stands in a module that no other runtime loads. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') await (await import('./instrumentation-node')).start()
}

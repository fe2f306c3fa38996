import type { Instrumentation } from 'next'

/** Runs once when a server starts. Node-only code is in a module that no other runtime loads. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') await (await import('./instrumentation-node')).start()
}

/** Next reports an uncaught error: in a page, an action, a route or `proxy.ts`. */
export const onRequestError: Instrumentation.onRequestError = async (...failure) => {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { logRequestError } = await import('./lib/server/request-error')
    logRequestError(...failure)
  }
}

import 'server-only'
import { log } from './log'
import { processState } from './process-state'
import { onRequestStart } from './request-start'
import { within } from './within'

/** The longest time from SIGTERM to the end, in milliseconds. */
const longest = 10_000
/** Requests in flight get at least this long after the delay, in milliseconds: a page's own limit. */
const leastToFinish = 5_000
/** How long OpenTelemetry gets to send the rest, in milliseconds. */
const flushTime = 1000

/**
 * Adds a phase before the process ends. On SIGTERM, Next would refuse connections at once, while a load
 * balancer still sends some. So `/api/ready` says 503, everything is served for a while, and only then does
 * Next stop taking connections and finish what is in flight. The rest is cut off.
 *
 * Called once, when the server starts; Next already listens for the signal then. Ctrl+C (SIGINT) stays
 * immediate.
 *
 * @param delay how long new requests are served, in milliseconds
 */
export function drainBeforeEnd(delay: number): void {
  const listeners = process.listeners('SIGTERM')
  process.removeAllListeners('SIGTERM')
  process.on('SIGTERM', (signal) => {
    if (processState.isDraining) return
    processState.isDraining = true
    log('info', 'shutdown.begins', { seconds: delay / 1000 })
    const end = () => {
      for (const listener of listeners) Reflect.apply(listener, process, [signal])
    }
    setTimeout(() => {
      const { telemetry } = processState
      if (telemetry) void within(flushTime, telemetry.flush()).then(end, end)
      else end()
    }, delay)
    setTimeout(
      () => {
        log('warn', 'shutdown.cut-off')
        process.exit(143)
      },
      Math.max(longest, delay + leastToFinish),
    ).unref()
  })
  // The next request on this connection should go to another server.
  onRequestStart(({ response }) => {
    if (processState.isDraining) response.shouldKeepAlive = false
  })
}

/** Whether this server has been asked to stop. */
export function isDraining(): boolean {
  return processState.isDraining
}

import 'server-only'
import { log } from './log'
import { processState } from './process-state'
import { onRequestStart } from './request-start'
import { within } from './within'

/** Longest time from SIGTERM to the end, in milliseconds. */
const longest = 10_000
/** What is in flight has at least this long after the delay, in milliseconds: a page's own limit. */
const leastToFinish = 5_000
/** What OpenTelemetry has not sent yet gets this long, in milliseconds. */
const flushTime = 1000

/**
 * Puts a phase before the end of the process. Asked to end by SIGTERM, Next would refuse connections at
 * once, while a load balancer still sends some. So `/api/ready` says 503, everything is served for
 * a while, and only then Next does what it does: no new connections, what is in flight ends. Whatever is
 * not done by then is cut off.
 *
 * Called once, when the server starts; Next listens to the signal by then. Ctrl+C (SIGINT) is left alone:
 * nobody waits for a terminal.
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
  // The next request on this connection is to reach another server.
  onRequestStart(({ response }) => {
    if (processState.isDraining) response.shouldKeepAlive = false
  })
}

/** Whether this server has been asked to end. */
export function isDraining(): boolean {
  return processState.isDraining
}

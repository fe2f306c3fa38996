import type { Telemetry } from './telemetry'
import type { LogLevel } from './log'

/** What every part of this process has to see the same of. */
interface ProcessState {
  /** Whether it was asked to end, and serves only until others have taken over. */
  isDraining: boolean
  /** What is not written to the log because it matters less. */
  logLevel: LogLevel
  /** The id of the request that is being served, if one is. */
  requestId: () => string | undefined
  /** What was said once and is not said again. */
  said: Set<string>
  /** There while OpenTelemetry is on. */
  telemetry?: Telemetry
}

const key = Symbol.for('next-neon-starter.process')
const shared = globalThis as typeof globalThis & { [key]?: ProcessState }

/** One for the process: Next bundles `proxy.ts`, pages and routes apart, each with a copy of this file. */
export const processState: ProcessState = (shared[key] ??= {
  isDraining: false,
  logLevel: 'info',
  requestId: () => undefined,
  said: new Set(),
})

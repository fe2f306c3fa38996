import type { Telemetry } from './telemetry'
import type { LogLevel } from './log'

/** What all parts of this process share. */
interface ProcessState {
  /** Whether it was asked to stop, and only serves until others take over. */
  isDraining: boolean
  /** The levels below the log's. */
  logLevel: LogLevel
  /** The id of the request being served, if any. */
  requestId: () => string | undefined
  /** What was logged once and isn't repeated. */
  said: Set<string>
  /** Set while OpenTelemetry is on. */
  telemetry?: Telemetry
}

const key = Symbol.for('next-neon-starter.process')
const shared = globalThis as typeof globalThis & { [key]?: ProcessState }

/** One per process: Next bundles `proxy.ts`, pages and routes separately, each with a copy of this file. */
export const processState: ProcessState = (shared[key] ??= {
  isDraining: false,
  logLevel: 'info',
  requestId: () => undefined,
  said: new Set(),
})

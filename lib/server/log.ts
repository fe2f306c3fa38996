import { processState } from './process-state'

const levels = ['debug', 'info', 'warn', 'error'] as const

/** How bad it is. */
export type LogLevel = (typeof levels)[number]

/** Plain values for a log line: never a password, token, cookie or draft. */
export type LogFields = Record<string, string | number | boolean | undefined>

/**
 * Logs one line of JSON, unless `LOG_LEVEL` drops it.
 *
 * @param level how bad it is
 * @param event a short dotted name, such as `auth.unavailable`
 * @param fields details; the caller keeps secrets out. `advice` is what an operator can do
 * @returns the line's id, to show to someone who needs help
 */
export function log(level: LogLevel, event: string, fields: LogFields = {}): string {
  const id = crypto.randomUUID().slice(0, 8)
  if (levels.indexOf(level) < levels.indexOf(processState.logLevel)) return id
  const at = new Date().toISOString()
  console[level](
    JSON.stringify({ level, event, id, at, request: processState.requestId(), ...fields }),
  )
  return id
}

/** Logs a line that would always be the same only once per process. */
export function logOnce(level: LogLevel, event: string, fields: LogFields = {}): void {
  if (processState.said.has(event)) return
  processState.said.add(event)
  log(level, event, fields)
}

/** Drops less important lines from the log. */
export function setLogLevel(level: LogLevel): void {
  processState.logLevel = level
}

/**
 * Keeps the process going when nobody reads its output any more: a pipe whose other end has died. Without a
 * listener, each line's error is uncaught, Next prints a line about it, and so on forever. Called once, when
 * the server starts.
 */
export function outliveReaders(): void {
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {})
}

/**
 * The gist of an error for a log line: name, code and first line of its innermost cause, without parameter
 * values. Drizzle's own message holds the statement with its parameters, and `fetch` only says that it
 * failed.
 *
 * @param error anything thrown
 */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const causes = causesOf(error)
  const innermost = causes.at(-1) ?? error
  const code = causes.map(codeOf).findLast(Boolean)
  const line = innermost.message.split('\n')[0]?.slice(0, 200) ?? ''
  return `${innermost.name}${code ? ` ${code}` : ''}: ${line}`
}

/**
 * The chain of an error's causes.
 *
 * @returns the error itself, its cause, that one's cause, and so on; the innermost is last
 */
export function causesOf(error: Error): Error[] {
  const causes = [error]
  for (let next = causeOf(error); next && !causes.includes(next); next = causeOf(next)) {
    causes.push(next)
  }
  return causes
}

function causeOf(error: Error): Error | undefined {
  // Node tries all addresses of a host; the combined error has no text.
  const cause: unknown = error instanceof AggregateError ? error.errors[0] : error.cause
  return cause instanceof Error ? cause : undefined
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

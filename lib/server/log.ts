import { processState } from './process-state'

const levels = ['debug', 'info', 'warn', 'error'] as const

/** How bad it is. */
export type LogLevel = (typeof levels)[number]

/** Plain values that may stand in a log line: never a password, token, cookie or draft. */
export type LogFields = Record<string, string | number | boolean | undefined>

/**
 * Writes one line of JSON to the log, unless `LOG_LEVEL` leaves it out.
 *
 * @param level how bad it is
 * @param event a short dotted name, such as `auth.unavailable`
 * @param fields more about it; the caller keeps secrets out. `advice` is what an operator can do
 * @returns an id that also stands in the line, to be shown to whoever asks for help
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

/** Writes a line that would be the same every time once in the life of this process. */
export function logOnce(level: LogLevel, event: string, fields: LogFields = {}): void {
  if (processState.said.has(event)) return
  processState.said.add(event)
  log(level, event, fields)
}

/** Leaves out of the log what matters less. */
export function setLogLevel(level: LogLevel): void {
  processState.logLevel = level
}

/**
 * Lets the process go on when nobody reads any more what it prints: a pipe whose other end has died.
 * Unheard, the error of each line is an uncaught one, for which Next prints a line, and so on without
 * end. Called once, when the server starts.
 */
export function outliveReaders(): void {
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {})
}

/**
 * The gist of an error for a log line: name, code and first line of its innermost cause, without values
 * of parameters. Drizzle's own message holds the statement with its parameters, and that of `fetch` says
 * only that it failed.
 *
 * @param error anything that was thrown
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
 * What an error came from.
 *
 * @returns the error itself, its cause, the cause of that, and so on; the innermost stands last
 */
export function causesOf(error: Error): Error[] {
  const causes = [error]
  for (let next = causeOf(error); next && !causes.includes(next); next = causeOf(next)) {
    causes.push(next)
  }
  return causes
}

function causeOf(error: Error): Error | undefined {
  // Node tries all addresses of a host; the error for all of them together has no text.
  const cause: unknown = error instanceof AggregateError ? error.errors[0] : error.cause
  return cause instanceof Error ? cause : undefined
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

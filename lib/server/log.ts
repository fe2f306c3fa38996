/** Plain values that may stand in a log line: never a password, token, cookie or draft. */
type LogFields = Record<string, string | number | boolean | undefined>

/**
 * Writes one line of JSON to the log.
 *
 * @param level how bad it is
 * @param event a short dotted name, such as `auth.unavailable`
 * @param fields more about it; the caller keeps secrets out
 * @returns an id that also stands in the line, to be shown to whoever asks for help
 */
export function log(
  level: 'info' | 'warn' | 'error',
  event: string,
  fields: LogFields = {},
): string {
  const id = crypto.randomUUID().slice(0, 8)
  console[level](JSON.stringify({ level, event, id, at: new Date().toISOString(), ...fields }))
  return id
}

/**
 * The gist of an error for a log line: its name, code and first line, without values of parameters.
 *
 * @param error anything that was thrown
 */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : ''
  // Drizzle's message holds the statement with its parameters; the cause says what went wrong.
  const source = error.cause instanceof Error ? error.cause : error
  return `${source.name}${code}: ${source.message.split('\n')[0]?.slice(0, 200) ?? ''}`
}

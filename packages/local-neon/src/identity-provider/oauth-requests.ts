import type { IncomingMessage } from 'node:http'

/** The parameters as plain values, or null if one is given twice: RFC 6749, 3.1 and 3.2. */
export function singleValues(params: URLSearchParams): Map<string, string> | null {
  const values = new Map<string, string>()
  for (const [name, value] of params) {
    if (values.has(name)) return null
    values.set(name, value)
  }
  return values
}

/** The token of an `Authorization: Bearer` header, or undefined. */
export function bearerToken(req: IncomingMessage): string | undefined {
  return /^(?:Bearer|token) (\S+)$/i.exec(req.headers.authorization ?? '')?.[1]
}

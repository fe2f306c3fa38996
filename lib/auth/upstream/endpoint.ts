import 'server-only'
import { parseSetCookies } from '@neondatabase/neon-js/auth/server'
import { requestContext } from './context'
import { send } from './transport'

/**
 * A method for `auth` that the SDK lacks, or calls at a path that doesn't exist. It takes and returns what
 * the SDK's methods do.
 *
 * @param the path to POST to, with its slash
 */
export function endpoint(path: string) {
  return async (body: Record<string, unknown> = {}) => {
    const context = await requestContext()
    const response = await send(path, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Cookie: await context.getCookies(),
        Origin: await context.getOrigin(),
      },
      body: JSON.stringify(body),
    })
    for (const cookie of response.headers.getSetCookie().flatMap(parseSetCookies)) {
      await context.setCookie(cookie.name, cookie.value, cookie)
    }
    const { ok, status, statusText } = response
    const data: unknown = ok ? await response.json().catch(() => null) : null
    return { data, error: ok ? null : { status, statusText } }
  }
}

import 'server-only'
import type { RequestContext } from '@neondatabase/neon-js/auth/server'
import { cookies, headers } from 'next/headers'
import { ownOrigin } from '../../http/own-origin'
import {
  cookieOptions,
  isMintedFor,
  keptCookies,
  mintSessionData,
  sessionDataCookie,
  sessionTokenCookie,
} from '../cookies'
import { installTransport, send } from './transport'
import { decodeJwt } from 'jose'

/** How long to wait for signing out a replaced session, in milliseconds. */
const endTimeout = 2000

/**
 * The current request, as the SDK sees it: in an action, a route handler, proxy.ts and a Server Component.
 * Unlike the SDK's own, it shows the cookies as they are now, including those an action has just set; it
 * leaves out another session's `session_data`; and it does nothing while a page renders, when Next allows no
 * cookies to be set (neondatabase/neon-js issue 196).
 */
export async function requestContext(): Promise<RequestContext> {
  installTransport()
  const [store, headerStore] = await Promise.all([cookies(), headers()])
  // If our own origin isn't known: the page's, which proxy.ts has compared with the host.
  const origin = ownOrigin(headerStore) ?? headerStore.get('origin') ?? ''

  return {
    getCookies() {
      const token = store.get(sessionTokenCookie)?.value
      return store
        .getAll()
        .filter(({ name }) => keptCookies.has(name))
        .filter(({ name, value }) => name !== sessionDataCookie || isMintedFor(token, value))
        .map(({ name, value }) => `${name}=${encodeURIComponent(value)}`)
        .join('; ')
    },
    async setCookie(name, value, { maxAge }) {
      if (!keptCookies.has(name)) return
      const before = store.get(name)?.value
      // After a new `session_token`, the SDK asks /get-session, signs the whole answer as `session_data` and
      // passes it here; we sign it again with only what we need.
      const isMinted = name === sessionDataCookie && value !== ''
      const cookie = isMinted ? await mintSessionData(decodeJwt(value)) : { value, maxAge }
      try {
        store.set(name, cookie.value, { ...cookieOptions, maxAge: cookie.maxAge })
      } catch {
        return
      }
      // The token changes with every sign-in, and the old one is dead upstream.
      if (name === sessionTokenCookie && before && value && value !== before) {
        await endSession(before, origin)
      }
    },
    getHeader: (name) => headerStore.get(name),
    getOrigin: () => origin,
    getFramework: () => 'nextjs',
  }
}

async function endSession(token: string, origin: string): Promise<void> {
  await send('/sign-out', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Cookie: `${sessionTokenCookie}=${encodeURIComponent(token)}`,
      Origin: origin,
    },
    body: '{}',
    signal: AbortSignal.timeout(endTimeout),
  })
}

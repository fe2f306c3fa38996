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

/** Longest wait for signing out the session that a new one has replaced, in milliseconds. */
const endTimeout = 2000

/**
 * The current request, as the SDK sees it: in an action, a route handler, proxy.ts and a Server
 * Component. Other than the SDK's own, it shows the cookies as they stand now, those that an action has
 * just set included; it leaves out a `session_data` of another session; and it does nothing where Next
 * allows no cookie to be set, while a page renders (neondatabase/neon-js issue 196).
 */
export async function requestContext(): Promise<RequestContext> {
  installTransport()
  const [store, headerStore] = await Promise.all([cookies(), headers()])
  // Without a known origin of our own: the page's, which proxy.ts has compared with the host.
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
      // After a new `session_token` the SDK asks /get-session, signs the whole answer as
      // `session_data` and hands it here; it is signed again with what is needed of it.
      const isMinted = name === sessionDataCookie && value !== ''
      const cookie = isMinted ? await mintSessionData(decodeJwt(value)) : { value, maxAge }
      try {
        store.set(name, cookie.value, { ...cookieOptions, maxAge: cookie.maxAge })
      } catch {
        return
      }
      // The token changes with every sign-in, and the one before is dead upstream.
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

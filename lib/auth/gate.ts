import 'server-only'
import type { NextRequest } from 'next/server'
import { proveAsked } from './asked-upstream'
import {
  mintSessionData,
  readSessionData,
  sessionDataCookie,
  sessionTokenCookie,
} from './session-cookie'
import { cookieLine, ownCookies } from './flow/verifier'
import { fetchSession } from './upstream/fetch-session'

/**
 * Set on the request by proxy.ts, for the page: `unavailable` when Neon Auth did not answer. A page
 * believes nothing good because of it, so a forged one only harms its sender; proxy.ts drops it anyway.
 */
export const sessionStateHeader = 'x-session-state'

/**
 * Set on the request by proxy.ts when a form was sent: a page that only needs the session to be of use
 * then shows the form with what was typed, instead of leading to the sign-in page.
 */
export const submissionHeader = 'x-form-submission'

/** What the proxy knows about the session of a request. */
export interface SessionCheck {
  status: 'signed-in' | 'signed-out' | 'unavailable'
  /** For the page being rendered: changes to the request's cookies; `undefined` removes one. */
  requestCookies: Map<string, string | undefined>
  /** For the browser: complete Set-Cookie lines. */
  setCookies: string[]
  /** When Neon Auth has just said who is there: the proof of it for the page, see `proveAsked`. */
  askedUpstream?: string
}

/**
 * Looks at the session of a request and renews the five-minute `session_data` cookie when it is
 * missing, expired or of another session, with one request to Neon Auth. The fresh cookie goes both
 * to the page being rendered and to the browser. When Neon Auth does not answer, no cookie changes.
 *
 * @param isFresh whether to ask Neon Auth even when `session_data` is good: a session may have been
 *   ended elsewhere, and a page that asks would lead to the sign-in page, which must not lead back
 */
export async function checkSession(
  request: NextRequest,
  { isFresh = false }: { isFresh?: boolean } = {},
): Promise<SessionCheck> {
  const token = request.cookies.get(sessionTokenCookie)?.value
  const data = request.cookies.get(sessionDataCookie)?.value
  const check: SessionCheck = { status: 'signed-out', requestCookies: new Map(), setCookies: [] }

  if (!token) {
    if (data) forget(check, sessionDataCookie)
    return check
  }
  if (!isFresh && (await readSessionData(token, data))) return { ...check, status: 'signed-in' }

  const answer = await fetchSession(token)
  check.status = answer.status
  if (answer.status === 'unavailable') {
    check.requestCookies.set(sessionDataCookie, undefined)
  } else if (answer.status === 'signed-out') {
    forget(check, sessionTokenCookie)
    forget(check, sessionDataCookie)
  } else {
    const minted = await mintSessionData(answer.data)
    check.requestCookies.set(sessionDataCookie, minted.value)
    check.askedUpstream = proveAsked(minted.value)
    check.setCookies.push(
      cookieLine(sessionDataCookie, minted.value, minted.maxAge),
      ...answer.setCookies.flatMap(ownCookies),
    )
  }
  return check
}

function forget(check: SessionCheck, name: string): void {
  check.requestCookies.set(name, undefined)
  check.setCookies.push(cookieLine(name, '', 0))
}

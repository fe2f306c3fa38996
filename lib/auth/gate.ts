import 'server-only'
import { parseSetCookies, serializeSetCookie } from '@neondatabase/neon-js/auth/server'
import type { NextRequest } from 'next/server'
import {
  mintSessionData,
  readSessionData,
  sessionDataCookie,
  sessionTokenCookie,
} from './session-cookie'
import { fetchSession } from './upstream'

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
}

/**
 * Looks at the session of a request and renews the five-minute `session_data` cookie when it is
 * missing, expired or of another session, with one request to Neon Auth. The fresh cookie goes both
 * to the page being rendered and to the browser. When Neon Auth does not answer, no cookie changes.
 */
export async function checkSession(request: NextRequest): Promise<SessionCheck> {
  const token = request.cookies.get(sessionTokenCookie)?.value
  const data = request.cookies.get(sessionDataCookie)?.value
  const check: SessionCheck = { status: 'signed-out', requestCookies: new Map(), setCookies: [] }

  if (!token) {
    if (data) forget(check, sessionDataCookie)
    return check
  }
  if (await readSessionData(token, data)) return { ...check, status: 'signed-in' }

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
    check.setCookies.push(
      setCookieLine(sessionDataCookie, minted.value, minted.maxAge),
      ...answer.setCookies.flatMap((line) => ownCookies(line)),
    )
  }
  return check
}

/** Upstream's cookies as they are set for this app: its own site, so Lax and not partitioned. */
function ownCookies(line: string): string[] {
  return parseSetCookies(line)
    .filter((cookie) => cookie.name === sessionTokenCookie)
    .map((cookie) =>
      serializeSetCookie({
        ...cookie,
        domain: undefined,
        partitioned: undefined,
        sameSite: 'lax',
        secure: true,
        httpOnly: true,
      }),
    )
}

function forget(check: SessionCheck, name: string): void {
  check.requestCookies.set(name, undefined)
  check.setCookies.push(setCookieLine(name, '', 0))
}

function setCookieLine(name: string, value: string, maxAge: number): string {
  return serializeSetCookie({
    name,
    value,
    path: '/',
    maxAge,
    httpOnly: true,
    secure: true,
    sameSite: 'lax',
  })
}

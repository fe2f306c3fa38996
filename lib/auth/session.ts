import 'server-only'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { signInPath } from '../http/next-path'
import { readSessionData, sessionDataCookie, sessionTokenCookie } from './session-cookie'
import { askedUpstreamHeader, wasAsked } from './asked-upstream'
import { sessionStateHeader, submissionHeader } from './gate'
import { fetchSession, type UpstreamSession } from './upstream/fetch-session'

/** The person who looks at a page: plain values, fit to be handed to client components. */
export interface Viewer {
  id: string
  name: string
  email: string
  emailVerified: boolean
  /** An https address, or null. */
  image: string | null
}

/** Who is there. "Nobody" and "the auth service did not answer" are never mixed up. */
export type ViewerState =
  { status: 'signed-in'; viewer: Viewer } | { status: 'signed-out' } | { status: 'unavailable' }

const signedOut: ViewerState = { status: 'signed-out' }
const unavailable: ViewerState = { status: 'unavailable' }

/**
 * Who looks at this page, for showing: the signed cookie is enough, so an ordinary view asks nobody.
 * A session that was ended elsewhere may still show for up to five minutes.
 */
export const getViewer = cache(async (): Promise<ViewerState> => {
  const cookieStore = await cookies()
  const token = cookieStore.get(sessionTokenCookie)?.value
  if (!token) return signedOut
  // Not by `auth.getSession()`: it reads the cookies that came with the request, and after an action
  // that changed the session or the name, the page is rendered with those that go out.
  const data = await readSessionData(token, cookieStore.get(sessionDataCookie)?.value)
  if (data) return { status: 'signed-in', viewer: toViewer(data.user) }
  // proxy.ts has asked already, for this request, and got no answer: asking again would only wait.
  if ((await headers()).get(sessionStateHeader) === 'unavailable') return unavailable
  return askUpstream(token)
})

/**
 * Who looks at this page, asked of Neon Auth itself: for writes, and for pages that show something
 * private, where an ended session must count at once.
 */
export const getFreshViewer = cache(async (): Promise<ViewerState> => {
  return toState(await getFreshSession())
})

/**
 * The session itself, asked of Neon Auth: for the pages and actions of an account. Where proxy.ts has
 * just asked, for this very request, its answer counts and nobody is asked again.
 */
export const getFreshSession = cache(async (): Promise<UpstreamSession> => {
  const [cookieStore, headerStore] = await Promise.all([cookies(), headers()])
  const token = cookieStore.get(sessionTokenCookie)?.value
  if (!token) return { status: 'signed-out', setCookies: [] }
  // To ask again would take as long again; what is written, though, tries once more.
  const isSubmission = headerStore.has(submissionHeader)
  if (headerStore.get(sessionStateHeader) === 'unavailable' && !isSubmission) {
    return { status: 'unavailable' }
  }
  const cookie = cookieStore.get(sessionDataCookie)?.value
  if (wasAsked(headerStore.get(askedUpstreamHeader), cookie)) {
    const data = await readSessionData(token, cookie)
    if (data) return { status: 'signed-in', data, setCookies: [] }
  }
  return fetchSession(token)
})

/**
 * For a page that needs a reader. Leads to the sign-in page when nobody is signed in.
 *
 * @param path where to come back to after signing in
 * @returns the viewer, or `unavailable` when the auth service did not answer: say so, do not redirect
 */
export async function requireViewer(
  path: string,
): Promise<Exclude<ViewerState, { status: 'signed-out' }>> {
  const state = await getViewer()
  if (state.status === 'signed-out') redirect(signInPath(path))
  return state
}

/** As `requireViewer`, but asks Neon Auth: before a write, a draft or an account page. */
export async function requireFreshViewer(
  path: string,
): Promise<Exclude<ViewerState, { status: 'signed-out' }>> {
  const state = await getFreshViewer()
  if (state.status === 'signed-out') redirect(signInPath(path))
  return state
}

async function askUpstream(token: string): Promise<ViewerState> {
  return toState(await fetchSession(token))
}

function toState(answer: UpstreamSession): ViewerState {
  return answer.status === 'signed-in'
    ? { status: 'signed-in', viewer: toViewer(answer.data.user) }
    : { status: answer.status }
}

function toViewer(user: {
  id: string
  name: string
  email: string
  emailVerified: boolean
  image?: string | null
}): Viewer {
  return {
    id: user.id,
    // An account made by a code alone has no name yet.
    name: user.name.trim() || (user.email.split('@')[0] ?? ''),
    email: user.email,
    emailVerified: user.emailVerified,
    image: user.image?.startsWith('https://') ? user.image : null,
  }
}

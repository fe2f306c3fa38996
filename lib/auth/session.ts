import 'server-only'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { signInPath } from '../http/next-path'
import { traced } from '../server/telemetry'
import { isAdminRole } from './admin-role'
import { answerOf } from './answer'
import {
  cookieOptions,
  readSessionData,
  sessionData,
  sessionDataCookie,
  sessionTokenCookie,
  type SessionData,
} from './cookies'
import { auth } from './server'

/** The person who looks at a page: plain values, fit to be handed to client components. */
export interface Viewer {
  id: string
  name: string
  email: string
  emailVerified: boolean
  /** Whether this is the session that began with their account. */
  isNew: boolean
  /** An https address, or null. */
  image: string | null
  /** Whether they were an admin when their session was looked at last: for links, never for more. */
  isAdmin: boolean
}

export type { SessionData }

/** Who is there. "Nobody" and "the auth service did not answer" are never mixed up. */
export type ViewerState =
  { status: 'signed-in'; viewer: Viewer } | { status: 'signed-out' } | { status: 'unavailable' }

/** The same with the whole session, for the pages and actions of an account. */
export type SessionState =
  { status: 'signed-in'; data: SessionData } | { status: 'signed-out' } | { status: 'unavailable' }

/**
 * Who looks at this page, for showing: the signed cookie is enough, so an ordinary view asks nobody.
 * A session that was ended elsewhere may still show for up to five minutes.
 */
export const getViewer = cache(() => traced('session', {}, readViewer))

async function readViewer(): Promise<ViewerState> {
  const store = await cookies()
  const token = store.get(sessionTokenCookie)?.value
  const data = readSessionData(token, store.get(sessionDataCookie)?.value)
  if (data) return toViewerState({ status: 'signed-in', data })
  return toViewerState(await readSession(auth.getSession()))
}

/**
 * Who looks at this page, asked of Neon Auth itself: for writes, and for pages that show something
 * private, where an ended session must count at once.
 */
export const getFreshViewer = cache(async () => toViewerState(await getFreshSession()))

/**
 * The session itself, asked of Neon Auth. Whoever asks again while the same request is served gets the
 * same answer: proxy.ts, the action and the page ask once in all.
 */
export const getFreshSession = cache(() =>
  traced('session', { fresh: true }, () =>
    readSession(auth.getSession({ query: { disableCookieCache: 'true' } })),
  ),
)

/**
 * For a page that needs a reader. Leads to the sign-in page when nobody is signed in.
 *
 * @param path where to come back to after signing in
 * @returns the viewer, or `unavailable` when the auth service did not answer: say so, do not redirect
 */
export async function requireViewer(path: string) {
  return orSignIn(await getViewer(), path)
}

/** As `requireViewer`, but asks Neon Auth: before a draft or an account page. */
export async function requireFreshViewer(path: string) {
  return orSignIn(await getFreshViewer(), path)
}

/**
 * For a page with a form whose text must not get lost: as `requireFreshViewer`, except that someone
 * signed out who has just sent the form is not led away from what they typed. Such a page shows the
 * form, and nothing of anybody's.
 *
 * @returns `viewer` is missing when the sign-in service did not answer, or when the session ended under
 *   the form; `isSubmission`: the page is rendered as the answer to its form, as without JavaScript
 */
export async function requireWriter(
  path: string,
): Promise<{ viewer?: Viewer; isSubmission: boolean }> {
  const state = await getFreshViewer()
  const isSubmission = await isFormSubmission()
  if (state.status === 'signed-out' && !isSubmission) redirect(signInPath(path))
  return { viewer: state.status === 'signed-in' ? state.viewer : undefined, isSubmission }
}

/**
 * Whether the page is rendered as the answer to a form of it: only what is sent has a type. A forged one
 * shows an empty form to its forger.
 */
export async function isFormSubmission(): Promise<boolean> {
  return (await headers()).has('content-type')
}

/** Forgets the session in this browser. */
export async function forgetSession(): Promise<void> {
  const store = await cookies()
  for (const name of [sessionTokenCookie, sessionDataCookie]) {
    store.set(name, '', { ...cookieOptions, maxAge: 0 })
  }
}

/** Reads what `auth.getSession()` answers. */
async function readSession(call: Promise<unknown>): Promise<SessionState> {
  const answer = await answerOf(call, sessionData.nullable())
  if (!answer.ok) return { status: 'unavailable' }
  return answer.data ? { status: 'signed-in', data: answer.data } : { status: 'signed-out' }
}

function orSignIn(state: ViewerState, path: string) {
  if (state.status === 'signed-out') redirect(signInPath(path))
  return state
}

/** A session that begins so soon after its account is the account's first, in milliseconds. */
const firstMinute = 60_000

function toViewerState(state: SessionState): ViewerState {
  if (state.status !== 'signed-in') return state
  const { id, name, email, emailVerified, image, role, createdAt } = state.data.user
  return {
    status: 'signed-in',
    viewer: {
      id,
      // An account made by a code alone has no name yet.
      name: name.trim() || (email.split('@')[0] ?? ''),
      email,
      emailVerified,
      isNew: state.data.session.createdAt.getTime() - createdAt.getTime() < firstMinute,
      image: image?.startsWith('https://') ? image : null,
      isAdmin: isAdminRole(role),
    },
  }
}

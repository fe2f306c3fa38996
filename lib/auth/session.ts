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

/** The person looking at a page: plain values, safe to pass to client components. */
export interface Viewer {
  id: string
  name: string
  email: string
  emailVerified: boolean
  /** Whether this session began with their account. */
  isNew: boolean
  /** An https URL, or null. */
  image: string | null
  /** Whether they were an admin when their session was last checked: only for showing links. */
  isAdmin: boolean
}

export type { SessionData }

/** Who is signed in. "Nobody" and "the auth service didn't answer" are never mixed up. */
export type ViewerState =
  { status: 'signed-in'; viewer: Viewer } | { status: 'signed-out' } | { status: 'unavailable' }

/** The same with the whole session, for account pages and actions. */
export type SessionState =
  { status: 'signed-in'; data: SessionData } | { status: 'signed-out' } | { status: 'unavailable' }

/**
 * Who is looking at this page, for display: the signed cookie is enough, so an ordinary view asks nobody. A
 * session ended elsewhere may still show for up to five minutes.
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
 * Who is looking at this page, according to Neon Auth itself: for writes and private pages, where an ended
 * session must count at once.
 */
export const getFreshViewer = cache(async () => toViewerState(await getFreshSession()))

/**
 * The session itself, according to Neon Auth. Within one request, everyone gets the same answer: proxy.ts,
 * the action and the page ask once in all.
 */
export const getFreshSession = cache(() =>
  traced('session', { fresh: true }, () =>
    readSession(auth.getSession({ query: { disableCookieCache: 'true' } })),
  ),
)

/**
 * For a page that needs a reader. Leads to the sign-in page if nobody is signed in.
 *
 * @param path where to come back to after signing in
 * @returns the viewer, or `unavailable` if the auth service didn't answer: say so, don't redirect
 */
export async function requireViewer(path: string) {
  return orSignIn(await getViewer(), path)
}

/** Like `requireViewer`, but asks Neon Auth: before a draft or an account page. */
export async function requireFreshViewer(path: string) {
  return orSignIn(await getFreshViewer(), path)
}

/**
 * For a page with a form whose text must not get lost. Like `requireFreshViewer`, but someone signed out who
 * has just sent the form isn't led away from what they typed. The page then shows the form, and nobody's
 * data.
 *
 * @returns `viewer` is missing if the sign-in service didn't answer or the session ended meanwhile;
 *   `isSubmission` means the page is rendered as the answer to its form, without JavaScript
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
 * Whether the page is rendered as the answer to its own form: only a sent form has a content type. Forging
 * one shows the forger an empty form.
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

/** A session that begins this soon after its account is the account's first, in milliseconds. */
const firstMinute = 60_000

function toViewerState(state: SessionState): ViewerState {
  if (state.status !== 'signed-in') return state
  const { id, name, email, emailVerified, image, role, createdAt } = state.data.user
  return {
    status: 'signed-in',
    viewer: {
      id,
      // An account made by a code has no name yet.
      name: name.trim() || (email.split('@')[0] ?? ''),
      email,
      emailVerified,
      isNew: state.data.session.createdAt.getTime() - createdAt.getTime() < firstMinute,
      image: image?.startsWith('https://') ? image : null,
      isAdmin: isAdminRole(role),
    },
  }
}

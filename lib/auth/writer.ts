import 'server-only'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { submissionHeader } from './gate'
import { signInPath } from '../http/next-path'
import { getFreshViewer, type Viewer } from './session'

/** Who looks at a page where something is written. */
export interface Writer {
  /** Not there when the sign-in service did not answer, or when the session ended under the form. */
  viewer?: Viewer
  /** Whether the page is rendered as the answer to its form, as happens without JavaScript. */
  isSubmission: boolean
}

/**
 * For a page with a form whose text must not get lost: as `requireFreshViewer`, except that someone
 * signed out who has just sent the form is not led away from what they typed. Such a page shows the
 * form, and nothing of anybody's.
 *
 * @param path where to come back to after signing in
 */
export async function requireWriter(path: string): Promise<Writer> {
  const state = await getFreshViewer()
  const isSubmission = (await headers()).has(submissionHeader)
  if (state.status === 'signed-out' && !isSubmission) redirect(signInPath(path))
  return { viewer: state.status === 'signed-in' ? state.viewer : undefined, isSubmission }
}

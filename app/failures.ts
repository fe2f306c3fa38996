import 'server-only'
import type { ViewerState } from '@/lib/auth/session'
import { signInPath } from '@/lib/http/next-path'
import type { ActionState } from '@/lib/form'

/**
 * What an action answers when it cannot tell who asks for it.
 *
 * @param path the page to come back to after signing in
 * @param values what was typed, to be kept
 */
export function viewerFailure(
  state: Exclude<ViewerState, { status: 'signed-in' }>,
  path: string,
  values?: Record<string, string>,
): ActionState {
  if (state.status === 'unavailable') {
    return {
      message:
        'The sign-in service is not answering, so nothing was changed. Try again in a moment.',
      values,
    }
  }
  return {
    message: values
      ? 'Your session has ended. Your text is still here.'
      : 'Your session has ended, so nothing was changed.',
    signIn: signInPath(path),
    values,
  }
}

/** What an action answers when the database did not. */
export function databaseFailure(failureId: string, values?: Record<string, string>): ActionState {
  return {
    message: values
      ? `The database did not answer. Your text is still here: try again in a moment. (${failureId})`
      : `The database did not answer, so this may not have worked. Try again in a moment. (${failureId})`,
    values,
  }
}

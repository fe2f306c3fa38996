import 'server-only'
import { unstable_rethrow } from 'next/navigation'
import type { z } from 'zod'
import { getFreshSession, type SessionData } from '@/lib/auth/session'
import { keptText, parseForm, typedFields, type ActionState } from '@/lib/form'
import { signInPath } from '@/lib/http/next-path'
import { describeError, log } from '@/lib/server/log'

interface Options<Input extends z.ZodObject> {
  /** A failure's name in the log: `posts.create`. */
  event: string
  /** What the form sends. */
  input: Input
  /** The page to come back to after signing in; computed from the form if each has its own. */
  path: string | ((data: unknown) => string)
  /** Hidden fields that stay as they were when the form is shown again. */
  keep?: readonly string[]
  /** Said if the form can't be read and has no fields to show errors at. */
  unreadable?: string
}

interface Given<Input extends z.ZodObject> extends SessionData {
  value: z.output<Input>
  /** What was typed, to show again: the state's `values`. */
  kept: Record<string, string>
}

/**
 * Makes an action for signed-in people: asks Neon Auth who it is, parses the form, and does the work. If the
 * session has ended, or Neon Auth or the database doesn't answer, every form says the same and keeps what was
 * typed.
 *
 * @param work gets the session, the user and the parsed form; redirects or returns a state
 */
export function signedInAction<Input extends z.ZodObject>(
  options: Options<Input>,
  work: (given: Given<Input>) => Promise<ActionState>,
) {
  const { event, input, path, keep = [], unreadable } = options
  const typed = typedFields(input)
  return async (_previous: ActionState, data: FormData): Promise<ActionState> => {
    const kept = keptText(data, [...typed, ...keep])
    const hasText = typed.length > 0
    const session = await getFreshSession()
    if (session.status === 'unavailable') {
      const message =
        'The sign-in service isn’t answering, so nothing was changed. You’re not signed out: try again in a moment.'
      return { message, values: kept }
    }
    if (session.status === 'signed-out') {
      return {
        message: hasText
          ? 'Your session has ended. Your text is still here.'
          : 'Your session has ended, so nothing was changed.',
        signIn: signInPath(typeof path === 'string' ? path : path(data)),
        values: kept,
      }
    }
    const form = parseForm(input, data)
    if (!form.ok) {
      return unreadable
        ? { message: unreadable }
        : { ...form.state, values: { ...form.state.values, ...kept } }
    }
    try {
      return await work({ ...session.data, value: form.value, kept })
    } catch (error) {
      unstable_rethrow(error)
      const id = log('error', event, { reason: describeError(error) })
      return {
        message: hasText
          ? `The database didn’t answer. Your text is still here: try again in a moment. (${id})`
          : `The database didn’t answer, so this may not have worked. Try again in a moment. (${id})`,
        values: kept,
      }
    }
  }
}

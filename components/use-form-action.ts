'use client'

import { unstable_isUnrecognizedActionError, unstable_rethrow } from 'next/navigation'
import { useActionState, useCallback, useSyncExternalStore } from 'react'
import type { ActionState } from '@/lib/form'
import { maxFormBody } from '@/lib/http/body-limit'

export type FormAction = (previous: ActionState, data: FormData) => Promise<ActionState>

/** Room in a body for Next's own fields, in bytes. */
const envelope = 1024

const neverChanges = () => () => {}

/**
 * `useActionState` for a server action, which keeps what was typed if it's too large to send, or if no answer
 * comes: offline, or after a deployment. Without JavaScript, the form posts straight to the server action.
 *
 * @param action the server action
 * @param keep names of the fields to keep if no answer comes; never a password's
 * @returns the last state and the action for `<form action>`
 */
export function useFormAction(action: FormAction, keep: readonly string[]) {
  // While hydrating, the action must be the server's own, as in the HTML that arrived.
  const isHydrated = useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  )
  const keptNames = keep.join(' ')
  const guarded = useCallback(
    async (_previous: ActionState, data: FormData): Promise<ActionState> => {
      const unsent = (message: string): ActionState => {
        const values: Record<string, string> = {}
        for (const name of keptNames.split(' ')) values[name] = String(data.get(name) ?? '')
        return { message, values }
      }
      // Not the last state: actions don't need it, and what was typed before would count twice.
      if ((await bodySize(data)) > maxFormBody) {
        return unsent(
          `This is too large to send: ${maxFormBody / 1024} KB at most. Shorten it and try again.`,
        )
      }
      try {
        return withWholeText(await action({}, data), data)
      } catch (error) {
        unstable_rethrow(error)
        // Trying again can't help: this build's server doesn't know the old build's form.
        if (unstable_isUnrecognizedActionError(error)) {
          return unsent(
            'Reload this page, then send it again: it’s from before an update. Copy what you typed first.',
          )
        }
        return unsent(
          navigator.onLine
            ? 'We couldn’t send this. Try again; if this keeps happening, copy your text and reload the page.'
            : 'You’re offline. What you typed is still here: try again when you’re back.',
        )
      }
    },
    [action, keptNames],
  )
  return useActionState<ActionState, FormData>(isHydrated ? guarded : action, {})
}

/** The request's size in bytes, slightly overestimated. */
async function bodySize(data: FormData): Promise<number> {
  const fields = await new Response(data).blob()
  return fields.size + envelope
}

/** The server only returns the beginning of a long text; this has all of it. */
function withWholeText(state: ActionState, data: FormData): ActionState {
  if (!state.values) return state
  const values = Object.entries(state.values).map(([name, value]) => {
    const typed = data.get(name)
    return [name, typeof typed === 'string' && typed.startsWith(value) ? typed : value] as const
  })
  return { ...state, values: Object.fromEntries(values) }
}

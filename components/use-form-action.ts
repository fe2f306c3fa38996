'use client'

import { unstable_rethrow } from 'next/navigation'
import { useActionState, useCallback, useSyncExternalStore } from 'react'
import type { ActionState } from '@/lib/form'

export type FormAction = (previous: ActionState, data: FormData) => Promise<ActionState>

const neverChanges = () => () => {}

/**
 * `useActionState` for a server action, without losing what was typed when no answer comes: offline,
 * a body that is too large, a server from after a deployment. Without JavaScript the form posts
 * straight to the server action.
 *
 * @param action the server action
 * @param keep names of the fields to keep when no answer comes; never a password's
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
    async (previous: ActionState, data: FormData): Promise<ActionState> => {
      try {
        return await action(previous, data)
      } catch (error) {
        unstable_rethrow(error)
        const values: Record<string, string> = {}
        for (const name of keptNames.split(' ')) values[name] = String(data.get(name) ?? '')
        return {
          message: navigator.onLine
            ? 'This could not be sent. Please try again; if it stays so, copy your text and reload the page.'
            : 'You are offline. What you typed is still here: try again when you are back.',
          values,
          newer: previous.newer,
        }
      }
    },
    [action, keptNames],
  )
  return useActionState<ActionState, FormData>(isHydrated ? guarded : action, {})
}

'use client'

import { useRouter } from 'next/navigation'
import type { ActionState } from '@/lib/form'
import { FormMessage } from './ui/forms/form-message'
import { linkStyles } from './ui/text-link'

/**
 * An action's result, and a link to sign in again if the session has ended. Without JavaScript it opens in a
 * new tab, so the page keeps what was typed.
 */
export function ActionMessage({ state, className }: { state: ActionState; className?: string }) {
  const router = useRouter()
  const { message, tone, signIn } = state
  if (!message) return null
  return (
    <FormMessage tone={tone} className={className}>
      {message}
      {signIn && (
        <>
          {' '}
          <a
            href={signIn}
            target="_blank"
            className={linkStyles}
            onClick={(event) => {
              event.preventDefault()
              router.push(signIn)
            }}
          >
            Sign in again
          </a>
        </>
      )}
    </FormMessage>
  )
}

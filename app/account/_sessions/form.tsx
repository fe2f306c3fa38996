'use client'

import type { ReactNode } from 'react'
import { ActionMessage } from '@/components/action-message'
import { Form } from '@/components/ui/forms/form'
import { SubmitButton } from '@/components/ui/forms/submit-button'
import { useFormAction } from '@/components/use-form-action'
import { endSessions } from './actions'

/** One form for all sessions, which are its children, each with a button. */
export function SessionsForm({ children }: { children: ReactNode }) {
  const [state, action] = useFormAction(endSessions, [])
  return (
    <Form action={action} state={state}>
      <ActionMessage state={state} />
      {children}
    </Form>
  )
}

/** Ends one session, or with the id `others` all but this one. */
export function EndSessionButton({ id, label, name }: { id: string; label: string; name: string }) {
  return (
    <SubmitButton
      variant="secondary"
      size="sm"
      name="id"
      value={id}
      aria-label={name}
      label={label}
      pendingLabel="Signing out…"
    />
  )
}

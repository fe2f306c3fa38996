'use client'

import type { ReactNode } from 'react'
import { ActionMessage } from '@/components/action-message'
import { Form } from '@/components/ui/forms/form'
import { SubmitButton } from '@/components/ui/forms/submit-button'
import { useFormAction } from '@/components/use-form-action'
import { disconnect } from './actions'

/** One form for all providers, which are its children, each with a button. */
export function MethodsForm({ children }: { children: ReactNode }) {
  const [state, action] = useFormAction(disconnect, [])
  return (
    <Form action={action} state={state}>
      <ActionMessage state={state} />
      {children}
    </Form>
  )
}

/** Disconnects one provider. */
export function DisconnectButton({ provider, label }: { provider: string; label: string }) {
  return (
    <SubmitButton
      variant="secondary"
      size="sm"
      name="provider"
      value={provider}
      aria-label={`Disconnect ${label}`}
      label="Disconnect"
      pendingLabel="Disconnecting…"
    />
  )
}

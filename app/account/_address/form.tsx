'use client'

import { ActionMessage } from '@/components/action-message'
import { Form } from '@/components/ui/forms/form'
import { SubmitButton } from '@/components/ui/forms/submit-button'
import { useFormAction } from '@/components/use-form-action'
import { startVerification } from './actions'

/** Asks for a code that verifies the account's email. */
export function VerificationForm() {
  const [state, action] = useFormAction(startVerification, [])
  return (
    <Form action={action} state={state}>
      <ActionMessage state={state} />
      <div>
        <SubmitButton
          variant="secondary"
          size="sm"
          label="Verify email"
          pendingLabel="Sending a code…"
        />
      </div>
    </Form>
  )
}

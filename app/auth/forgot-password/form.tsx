'use client'

import { Form } from '@/components/ui/forms/form'
import { FormMessage } from '@/components/ui/forms/form-message'
import { SubmitButton } from '@/components/ui/forms/submit-button'
import { useFormAction } from '@/components/use-form-action'
import { EmailField } from '../email-field'
import { askForReset } from './actions'

export function ForgotPasswordForm() {
  const [state, action] = useFormAction(askForReset, ['email'])
  return (
    <Form action={action} state={state}>
      <FormMessage tone={state.tone}>{state.message}</FormMessage>
      <EmailField state={state} />
      <SubmitButton name="way" value="link" label="Email me a link" pendingLabel="Sending…" />
      <SubmitButton
        variant="secondary"
        name="way"
        value="code"
        label="Email me a code instead"
        pendingLabel="Sending…"
      />
    </Form>
  )
}

'use client'

import { Form } from '@/components/ui/forms/form'
import { FormMessage } from '@/components/ui/forms/form-message'
import { SubmitButton } from '@/components/ui/forms/submit-button'
import { useFormAction } from '@/components/use-form-action'
import { EmailField } from '../email-field'
import { askForCode } from './actions'

/** @param next where to go afterwards, one of our paths */
export function CodeRequestForm({ next }: { next: string }) {
  const [state, action] = useFormAction(askForCode, ['email'])
  return (
    <Form action={action} state={state}>
      <FormMessage tone={state.tone}>{state.message}</FormMessage>
      <input type="hidden" name="next" value={next} />
      <EmailField state={state} />
      <SubmitButton label="Email me a code" pendingLabel="Sending…" />
    </Form>
  )
}

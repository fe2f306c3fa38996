'use client'

import { Field } from '@/components/ui/forms/field'
import { Form } from '@/components/ui/forms/form'
import { FormMessage } from '@/components/ui/forms/form-message'
import { Input } from '@/components/ui/forms/input'
import { NewPasswordField } from '@/components/ui/forms/new-password-field'
import { SubmitButton } from '@/components/ui/forms/submit-button'
import { useFormAction } from '@/components/use-form-action'
import { EmailField } from '../email-field'
import { signUp } from './actions'

/** @param next where to go afterwards, one of our paths */
export function SignUpForm({ next }: { next: string }) {
  const [state, action] = useFormAction(signUp, ['name', 'email'])
  return (
    <Form action={action} state={state}>
      <FormMessage tone={state.tone}>{state.message}</FormMessage>
      <input type="hidden" name="next" value={next} />
      <Field name="name" label="Name" error={state.fieldErrors?.name}>
        {(control) => <Input {...control} autoComplete="name" defaultValue={state.values?.name} />}
      </Field>
      <EmailField state={state} />
      <NewPasswordField name="password" label="Password" error={state.fieldErrors?.password} />
      <SubmitButton label="Create account" pendingLabel="Creating account…" />
    </Form>
  )
}

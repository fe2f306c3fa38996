'use client'

import { Field } from '@/components/ui/forms/field'
import { Form } from '@/components/ui/forms/form'
import { FormMessage } from '@/components/ui/forms/form-message'
import { PasswordInput } from '@/components/ui/forms/password-input'
import { SubmitButton } from '@/components/ui/forms/submit-button'
import { useFormAction } from '@/components/use-form-action'
import { EmailField } from '../email-field'
import { signIn } from './actions'

/**
 * @param next where to go afterwards, a path of our own
 * @param email the address to begin with
 */
export function SignInForm({ next, email }: { next: string; email?: string }) {
  const [state, action] = useFormAction(signIn, ['email'])
  return (
    <Form action={action} state={state}>
      <FormMessage tone={state.tone}>{state.message}</FormMessage>
      <input type="hidden" name="next" value={next} />
      <EmailField state={state} defaultValue={email} />
      <Field name="password" label="Password" error={state.fieldErrors?.password}>
        {(control) => <PasswordInput {...control} autoComplete="current-password" />}
      </Field>
      <SubmitButton label="Sign in" pendingLabel="Signing in..." />
    </Form>
  )
}

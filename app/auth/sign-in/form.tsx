'use client'

import { Field } from '@/components/ui/forms/field'
import { Form } from '@/components/ui/forms/form'
import { FormMessage } from '@/components/ui/forms/form-message'
import { PasswordInput } from '@/components/ui/forms/password-input'
import { SubmitButton } from '@/components/ui/forms/submit-button'
import { useFormAction } from '@/components/use-form-action'
import { EmailField } from '../email-field'
import { signIn } from './actions'

interface SignInFormProps {
  /** Where to go afterwards, one of our paths. */
  next: string
  /** The initial email. */
  email?: string
  /** Who can be signed in with one click, on a local Neon. */
  demoName?: string
}

export function SignInForm({ next, email, demoName }: SignInFormProps) {
  const [state, action] = useFormAction(signIn, ['email'])
  return (
    <Form action={action} state={state}>
      <FormMessage tone={state.tone}>{state.message}</FormMessage>
      <input type="hidden" name="next" value={next} />
      <EmailField state={state} defaultValue={email} />
      <Field name="password" label="Password" error={state.fieldErrors?.password}>
        {(control) => <PasswordInput {...control} autoComplete="current-password" />}
      </Field>
      <SubmitButton label="Sign in" pendingLabel="Signing in…" />
      {demoName !== undefined && (
        <div className="grid gap-3 rounded-lg bg-muted p-4">
          <p className="text-sm text-muted-foreground">
            This app runs on a local Neon, so you can look around without an account.
          </p>
          <SubmitButton
            variant="secondary"
            name="demo"
            value="yes"
            label={`Sign in as ${demoName}`}
            pendingLabel="Signing in…"
          />
        </div>
      )}
    </Form>
  )
}

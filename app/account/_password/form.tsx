'use client'

import { ActionMessage } from '@/components/action-message'
import { Field } from '@/components/ui/forms/field'
import { Form } from '@/components/ui/forms/form'
import { NewPasswordField } from '@/components/ui/forms/new-password-field'
import { PasswordInput } from '@/components/ui/forms/password-input'
import { SubmitButton } from '@/components/ui/forms/submit-button'
import { useFormAction } from '@/components/use-form-action'
import { savePassword } from './actions'

/** @param email for password managers, which save a password with its account */
export function PasswordForm({ email }: { email: string }) {
  const [state, action] = useFormAction(savePassword, [])
  return (
    <Form action={action} state={state}>
      <ActionMessage state={state} />
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field
        name="currentPassword"
        label="Current password"
        error={state.fieldErrors?.currentPassword}
      >
        {(control) => <PasswordInput {...control} autoComplete="current-password" />}
      </Field>
      <NewPasswordField
        name="newPassword"
        label="New password"
        error={state.fieldErrors?.newPassword}
      />
      <div>
        <SubmitButton label="Change password" pendingLabel="Changing…" />
      </div>
    </Form>
  )
}

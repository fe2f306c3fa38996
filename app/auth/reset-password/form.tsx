'use client'

import { CodeInput } from '@/components/ui/forms/code-input'
import { Field } from '@/components/ui/forms/field'
import { Form } from '@/components/ui/forms/form'
import { FormMessage } from '@/components/ui/forms/form-message'
import { NewPasswordField } from '@/components/ui/forms/new-password-field'
import { SubmitButton } from '@/components/ui/forms/submit-button'
import { useFormAction } from '@/components/use-form-action'
import { resetByCode, resetByLink } from './actions'

/**
 * @param token from the emailed link; without one the form asks for an emailed code
 * @param account whom the link is for, sealed
 */
export function ResetPasswordForm({ token, account = '' }: { token?: string; account?: string }) {
  const [state, action] = useFormAction(token ? resetByLink : resetByCode, [])
  return (
    <Form action={action} state={state}>
      <FormMessage tone={state.tone}>{state.message}</FormMessage>
      {token ? (
        <>
          <input type="hidden" name="token" value={token} />
          <input type="hidden" name="account" value={account} />
        </>
      ) : (
        <Field name="code" label="Code" error={state.fieldErrors?.code}>
          {(control) => <CodeInput {...control} sendsWhenComplete={false} />}
        </Field>
      )}
      <NewPasswordField
        name="newPassword"
        label="New password"
        error={state.fieldErrors?.newPassword}
      />
      <SubmitButton label="Set new password" pendingLabel="Setting…" />
    </Form>
  )
}

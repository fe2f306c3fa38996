'use client'

import { ActionMessage } from '@/components/action-message'
import { Field } from '@/components/ui/forms/field'
import { Form } from '@/components/ui/forms/form'
import { PasswordInput } from '@/components/ui/forms/password-input'
import { SubmitButton } from '@/components/ui/forms/submit-button'
import { ConfirmButton } from '@/components/ui/overlay/confirm-button'
import { useFormAction } from '@/components/use-form-action'
import { removeAccount } from './actions'

/** @param hasPassword whether the account has a password to ask for */
export function DeletionForm({ hasPassword }: { hasPassword: boolean }) {
  const [state, action] = useFormAction(removeAccount, [])
  return (
    <Form action={action} state={state}>
      <ActionMessage state={state} />
      {hasPassword && (
        <Field
          name="currentPassword"
          label="Your password"
          error={state.fieldErrors?.currentPassword}
        >
          {(control) => <PasswordInput {...control} autoComplete="current-password" />}
        </Field>
      )}
      <div>
        {state.values?.asked === 'yes' ? (
          <SubmitButton
            variant="danger"
            name="confirmed"
            value="yes"
            label="Yes, delete everything"
            pendingLabel="Deleting…"
          />
        ) : (
          <ConfirmButton
            title="Delete your account?"
            description="Your account, posts and drafts will be deleted, and you’ll be signed out everywhere. This can’t be undone."
            confirmLabel="Delete everything"
            pendingLabel="Deleting…"
          >
            Delete account
          </ConfirmButton>
        )}
      </div>
    </Form>
  )
}

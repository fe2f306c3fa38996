import { Field } from './field'
import { PasswordInput } from './password-input'

/** A field for choosing a password. */
export function NewPasswordField({
  name,
  label,
  error,
}: {
  name: string
  label: string
  error: string | undefined
}) {
  return (
    <Field name={name} label={label} description="At least 8 characters." error={error}>
      {(control) => <PasswordInput {...control} autoComplete="new-password" />}
    </Field>
  )
}

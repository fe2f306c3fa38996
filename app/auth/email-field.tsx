import { Field } from '@/components/ui/forms/field'
import { Input } from '@/components/ui/forms/input'
import type { ActionState } from '@/lib/form'

/** The account's email. */
export function EmailField({
  state,
  defaultValue,
}: {
  state: ActionState
  /** The initial email. */
  defaultValue?: string
}) {
  return (
    <Field name="email" label="Email" error={state.fieldErrors?.email}>
      {(control) => (
        <Input
          {...control}
          type="email"
          inputMode="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={254}
          defaultValue={state.values?.email ?? defaultValue}
        />
      )}
    </Field>
  )
}

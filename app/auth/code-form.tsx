'use client'

import { CodeInput } from '@/components/ui/forms/code-input'
import { Field } from '@/components/ui/forms/field'
import { Form } from '@/components/ui/forms/form'
import { FormMessage } from '@/components/ui/forms/form-message'
import { SubmitButton } from '@/components/ui/forms/submit-button'
import { useFormAction, type FormAction } from '@/components/use-form-action'

/**
 * A form with just a code.
 *
 * @param action the server action that takes the code
 * @param label the button's label; `pendingLabel` while it happens
 */
export function CodeForm({
  action: serverAction,
  label,
  pendingLabel,
}: {
  action: FormAction
  label: string
  pendingLabel: string
}) {
  const [state, action] = useFormAction(serverAction, [])
  return (
    <Form action={action} state={state}>
      <FormMessage tone={state.tone}>{state.message}</FormMessage>
      <Field name="code" label="Code" error={state.fieldErrors?.code}>
        {(control) => <CodeInput {...control} />}
      </Field>
      <SubmitButton label={label} pendingLabel={pendingLabel} />
    </Form>
  )
}

'use client'

import { useState } from 'react'
import { ActionMessage } from '@/components/action-message'
import { Avatar } from '@/components/ui/avatar'
import { portraitOf } from '@/components/ui/portrait'
import { Field } from '@/components/ui/forms/field'
import { Form } from '@/components/ui/forms/form'
import { Input } from '@/components/ui/forms/input'
import { SubmitButton } from '@/components/ui/forms/submit-button'
import { useFormAction } from '@/components/use-form-action'
import { saveProfile } from './actions'

interface ProfileFormProps {
  name: string
  /** Empty if there is none; undefined if it couldn't be loaded, and then it stays as it is. */
  tagline: string | undefined
  image: string
}

/** Name, tagline and picture, with the picture shown as it is typed. */
export function ProfileForm({ name, tagline, image }: ProfileFormProps) {
  const [state, action] = useFormAction(saveProfile, ['name', 'tagline', 'image'])
  const [shown, setShown] = useState({ name, image })
  return (
    <Form action={action} state={state}>
      <ActionMessage state={state} />
      <div className="flex min-w-0 items-center gap-4">
        <Avatar {...portraitOf(shown.name || name, shown.image)} size="lg" />
        <p className="min-w-0 text-sm text-muted-foreground">
          If you don’t add a picture, we show your initials.
        </p>
      </div>
      <Field name="name" label="Name" error={state.fieldErrors?.name}>
        {(control) => (
          <Input
            {...control}
            autoComplete="name"
            defaultValue={state.values?.name ?? name}
            onChange={({ target }) => setShown({ ...shown, name: target.value })}
          />
        )}
      </Field>
      {tagline !== undefined && (
        <>
          <input type="hidden" name="hasTagline" value="yes" />
          <Field
            name="tagline"
            label="Tagline"
            description="A line about you, shown under your name."
            required={false}
            error={state.fieldErrors?.tagline}
          >
            {(control) => (
              <Input {...control} dir="auto" defaultValue={state.values?.tagline ?? tagline} />
            )}
          </Field>
        </>
      )}
      <Field
        name="image"
        label="Picture"
        description="Image URL (https://…)"
        required={false}
        error={state.fieldErrors?.image}
      >
        {(control) => (
          <Input
            {...control}
            dir="ltr"
            type="url"
            inputMode="url"
            autoComplete="photo"
            autoCapitalize="none"
            spellCheck={false}
            defaultValue={state.values?.image ?? image}
            onChange={({ target }) => setShown({ ...shown, image: target.value })}
          />
        )}
      </Field>
      <div>
        <SubmitButton label="Save profile" pendingLabel="Saving…" />
      </div>
    </Form>
  )
}

'use client'

import { Link } from '@/components/link'
import { ActionMessage } from '@/components/action-message'
import { buttonStyles } from '@/components/ui/button'
import { CharacterCount } from '@/components/ui/forms/character-count'
import { Field } from '@/components/ui/forms/field'
import { Form } from '@/components/ui/forms/form'
import { SubmitButton } from '@/components/ui/forms/submit-button'
import { Textarea } from '@/components/ui/forms/textarea'
import { useFormAction } from '@/components/use-form-action'
import { forgetQuote, keepQuote } from './actions'

/** @param quote the saved quote, if any */
export function QuoteForm({ quote, maxLength }: { quote?: string; maxLength: number }) {
  const [state, action] = useFormAction(keepQuote, ['message'])
  const initial = state.values?.message ?? quote ?? ''
  return (
    <Form action={action} state={state} className="gap-4">
      <ActionMessage state={state} />
      <Field name="message" label="Quote" error={state.fieldErrors?.message}>
        {(control) => (
          <>
            <Textarea
              {...control}
              rows={2}
              className="min-h-20"
              defaultValue={initial}
              placeholder="Mistakes are the portals of discovery - James Joyce"
            />
            <div className="flex justify-end">
              <CharacterCount htmlFor={control.id} max={maxLength} initial={initial} />
            </div>
          </>
        )}
      </Field>
      <div className="flex flex-wrap gap-3">
        <SubmitButton label="Save Quote" pendingLabel="Saving…" />
        {quote !== undefined && (
          <Link href="/" className={buttonStyles({ variant: 'secondary' })}>
            Cancel
          </Link>
        )}
      </div>
    </Form>
  )
}

/** The quote and its actions. */
export function KeptQuote({ quote }: { quote: string }) {
  const [state, action] = useFormAction(forgetQuote, [])
  return (
    <>
      <ActionMessage state={state} />
      <blockquote
        dir="auto"
        className="border-l-2 border-primary pl-4 break-words whitespace-pre-wrap"
      >
        {quote}
      </blockquote>
      <div className="flex flex-wrap gap-3">
        <Link
          href="/?quote=edit"
          scroll={false}
          className={buttonStyles({ variant: 'secondary', size: 'sm' })}
        >
          Edit Quote
        </Link>
        <form action={action}>
          <SubmitButton
            variant="ghost"
            size="sm"
            className="text-destructive"
            label="Delete Quote"
            pendingLabel="Deleting…"
          />
        </form>
      </div>
    </>
  )
}

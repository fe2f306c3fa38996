'use client'

import { useRef } from 'react'
import { ActionMessage } from '@/components/action-message'
import { CharacterCount } from '@/components/ui/forms/character-count'
import { Field } from '@/components/ui/forms/field'
import { Form } from '@/components/ui/forms/form'
import { FormMessage } from '@/components/ui/forms/form-message'
import { SubmitButton } from '@/components/ui/forms/submit-button'
import { Textarea } from '@/components/ui/forms/textarea'
import { useFormAction, type FormAction } from '@/components/use-form-action'
import { LeaveGuard } from './leave-guard'
import { useKeptText } from './kept-text'

interface EditorProps {
  action: FormAction
  /** What is saved now; empty for a new post. */
  content: string
  /** Fields that go with the text: the post's id, the key of a new one. */
  hidden: Record<string, string>
  /** The version that `content` is; empty for a new post. */
  base: string
  isPublished: boolean
  /** Maximum length of a text, in code points. */
  maxLength: number
  /** Where unsaved text is kept in this tab, see `keptTextKey`. */
  keptIn?: string
}

/** Moves to the preview once it's there. */
function showFirst(section: HTMLElement | null) {
  section?.focus()
}

/** Where a post is written. Unsaved text outlives failures, a lost connection and an ended session. */
export function Editor({ content, base, maxLength, keptIn, ...props }: EditorProps) {
  const [state, action] = useFormAction(props.action, ['content', 'base', 'key', 'newer'])
  const field = useRef<HTMLTextAreaElement>(null)
  const kept = useKeptText({ field, keptIn, saved: content, base })
  const initial = state.values?.content ?? content
  // The newer version, if a change was refused because of it.
  const newer = state.values?.newer || undefined

  return (
    <>
      <Form action={action} state={state}>
        <ActionMessage state={state} />
        {kept.isRestored && !state.message && (
          <FormMessage tone="notice">
            Your unsaved text is back.{' '}
            <button
              type="button"
              onClick={kept.discard}
              className="rounded-sm font-medium text-primary underline underline-offset-4"
            >
              Discard it
            </button>
          </FormMessage>
        )}
        {newer !== undefined && (
          <section aria-labelledby="newer" className="grid grid-cols-1 gap-1.5">
            <h2 id="newer" className="text-sm font-medium">
              Newer version
            </h2>
            <p
              dir="auto"
              className="rounded-md bg-muted px-3 py-2.5 break-words whitespace-pre-wrap"
            >
              {newer}
            </p>
          </section>
        )}
        {Object.entries(props.hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {newer !== undefined && <input type="hidden" name="newer" value={newer} />}
        <input type="hidden" name="base" value={state.values?.base ?? kept.base ?? base} />
        <Field
          name="content"
          label={newer === undefined ? 'Text' : 'Your text'}
          error={state.fieldErrors?.content}
        >
          {(control) => (
            <>
              <Textarea
                {...control}
                ref={field}
                defaultValue={initial}
                rows={12}
                className="min-h-64 leading-relaxed"
              />
              <div className="flex justify-between gap-4 text-sm text-muted-foreground">
                <span>
                  The first line is the title. Markdown works, and URLs become links automatically.
                </span>
                <CharacterCount htmlFor={control.id} max={maxLength} initial={initial} />
              </div>
            </>
          )}
        </Field>
        <div className="flex flex-wrap items-center gap-2 sm:gap-3">
          {props.isPublished ? (
            <SubmitButton name="intent" value="save" label="Save" pendingLabel="Saving…" />
          ) : (
            <>
              <SubmitButton
                name="intent"
                value="publish"
                label="Publish"
                pendingLabel="Publishing…"
              />
              <SubmitButton
                name="intent"
                value={base === '' ? 'draft' : 'save'}
                variant="secondary"
                label="Save draft"
                pendingLabel="Saving…"
              />
            </>
          )}
          <SubmitButton
            name="intent"
            value="preview"
            variant="ghost"
            label="Preview"
            pendingLabel="Loading…"
          />
        </div>
        <p className="text-sm text-muted-foreground">
          {props.isPublished
            ? 'This post is public: anyone with the link can read what you save.'
            : 'Publishing makes this public: anyone with the link can read it. Drafts are private.'}
        </p>
      </Form>
      {state.preview !== undefined && (
        <section
          key={state.preview}
          ref={showFirst}
          tabIndex={-1}
          aria-labelledby="preview"
          className="grid grid-cols-1 gap-5 border-t pt-6"
        >
          <h2 id="preview" className="text-sm font-medium text-muted-foreground">
            Preview
          </h2>
          {/* Made from Markdown on the server, without the author's HTML. */}
          <article className="prose" dangerouslySetInnerHTML={{ __html: state.preview }} />
        </section>
      )}
      <LeaveGuard isUnsaved={() => field.current !== null && field.current.value !== content} />
    </>
  )
}

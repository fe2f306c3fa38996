'use client'

import { useEffect, useRef, type ReactNode } from 'react'
import { useFormStatus } from 'react-dom'
import { Button, type ButtonProps } from '../button'
import { SubmitButton } from '../forms/submit-button'
import { Dialog } from './dialog'

interface ConfirmButtonProps extends Omit<
  ButtonProps,
  'children' | 'onClick' | 'pending' | 'type'
> {
  /** What the page's button shows. */
  children: ReactNode
  /** The question: "Delete this page?". */
  title: string
  /** What will be lost, in plain words. */
  description: ReactNode
  /** What the confirming button does: "Delete page". */
  confirmLabel: string
  /** The same while it is happening: "Deleting…". */
  pendingLabel: string
}

/**
 * A submit button that asks once before its form is sent. Goes into a <form>. After the question, the form is
 * sent with `confirmed=yes`; without JavaScript it's sent at once without that field, so the server can ask.
 */
export function ConfirmButton({
  children,
  title,
  description,
  confirmLabel,
  pendingLabel,
  ...props
}: ConfirmButtonProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const { pending } = useFormStatus()
  const wasPending = useRef(false)

  // Once the action has answered, the dialog must not cover the answer in the page.
  useEffect(() => {
    if (wasPending.current && !pending) dialog.current?.close()
    wasPending.current = pending
  }, [pending])

  return (
    <>
      {/* Comes before the dialog's submit button, so Enter in a field asks too. */}
      <Button
        type="submit"
        variant="danger"
        {...props}
        aria-haspopup="dialog"
        onClick={(event) => {
          event.preventDefault()
          dialog.current?.showModal()
        }}
      >
        {children}
      </Button>
      <Dialog ref={dialog} role="alertdialog" title={title} description={description}>
        <div className="mt-6 flex flex-wrap justify-end gap-3">
          <Button variant="secondary" pending={pending} onClick={() => dialog.current?.close()}>
            Cancel
          </Button>
          <SubmitButton
            variant="danger"
            name="confirmed"
            value="yes"
            label={confirmLabel}
            pendingLabel={pendingLabel}
          />
        </div>
      </Dialog>
    </>
  )
}

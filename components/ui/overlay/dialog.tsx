'use client'

import { useId, type ReactNode, type RefObject } from 'react'
import { cn } from '@/lib/cn'

interface DialogProps {
  /** The owner of the ref opens it with `showModal()` and closes it with `close()`. */
  ref: RefObject<HTMLDialogElement | null>
  title: string
  /** What it's about or, in an alert, what will be lost. */
  description?: ReactNode
  /**
   * `alertdialog` needs an answer: only Escape and its buttons close it. A `dialog`, the default, also closes
   * on a click outside, in browsers that support `closedby`.
   */
  role?: 'dialog' | 'alertdialog'
  className?: string
  children?: ReactNode
}

/**
 * A modal dialog: the native element, which keeps the focus inside, makes the page behind it inert and
 * returns the focus. Its first control gets the focus: make that the harmless one.
 */
export function Dialog({
  ref,
  title,
  description,
  role = 'dialog',
  className,
  children,
}: DialogProps) {
  const id = useId()
  return (
    <dialog
      ref={ref}
      role={role}
      closedby={role === 'alertdialog' ? 'closerequest' : 'any'}
      aria-labelledby={`${id}-title`}
      aria-describedby={description ? `${id}-description` : undefined}
      className={cn(
        'm-auto w-full max-w-[min(28rem,calc(100vw-2rem))] overscroll-contain rounded-lg border bg-card p-6 text-start text-foreground shadow-raised',
        'backdrop:bg-overlay open:animate-fade-in',
        className,
      )}
    >
      <h2 id={`${id}-title`} className="text-base font-semibold">
        {title}
      </h2>
      {description && (
        <div id={`${id}-description`} className="mt-2 text-sm text-muted-foreground">
          {description}
        </div>
      )}
      {children}
    </dialog>
  )
}

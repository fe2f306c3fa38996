'use client'

import { useId, type ReactNode, type RefObject } from 'react'
import { cn } from '@/lib/cn'

interface DialogProps {
  /** Opened with `showModal()` and closed with `close()` by whoever owns the ref. */
  ref: RefObject<HTMLDialogElement | null>
  title: string
  /** What it is about or, in an alert, what will be lost. */
  description?: ReactNode
  /**
   * `alertdialog` asks for an answer: only Escape and its buttons close it. A `dialog`, the default,
   * also closes on a click beside it, in browsers that know `closedby`.
   */
  role?: 'dialog' | 'alertdialog'
  className?: string
  children?: ReactNode
}

/**
 * A modal dialog: the native element, which keeps the focus inside, makes the page behind it inert
 * and gives the focus back. The first control in it gets the focus: let that be the harmless one.
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

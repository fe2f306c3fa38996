'use client'

import { useEffect, useRef, type ComponentProps } from 'react'
import { cn } from '@/lib/cn'

interface FormProps extends ComponentProps<'form'> {
  /** The last answer of the form's action; each new one is checked for invalid fields. */
  state?: unknown
}

/** The control an error belongs to; see `Field`. */
const controlOf = (errorId: string) => errorId.replace(/-error$/, '')

/** Unmarks a field that's being corrected; only the server can tell whether it's right now. */
function forgive(control: HTMLElement) {
  const error = document.getElementById(`${control.id}-error`)
  if (!error) return
  error.hidden = true
  control.removeAttribute('aria-invalid')
}

/**
 * A form answered by its server action. After a refusal, the first invalid field gets the focus. The
 * browser's own validation is off: every message is ours, in one place and one voice.
 */
export function Form({ state, className, ...props }: FormProps) {
  const form = useRef<HTMLFormElement>(null)

  useEffect(() => {
    // Mark a field again if the same is still wrong with it.
    for (const error of form.current?.querySelectorAll<HTMLElement>('[id$="-error"][hidden]') ??
      []) {
      error.hidden = false
      document.getElementById(controlOf(error.id))?.setAttribute('aria-invalid', 'true')
    }
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [state])

  return (
    <form
      ref={form}
      noValidate
      onInput={({ target }) => {
        if (target instanceof HTMLElement) forgive(target)
      }}
      className={cn('form', className)}
      {...props}
    />
  )
}

'use client'

import { useEffect, useRef, type ComponentProps } from 'react'
import { cn } from '@/lib/cn'

interface FormProps extends ComponentProps<'form'> {
  /** What the form's action answered last; each new answer is looked at for invalid fields. */
  state?: unknown
}

/** The control that an error belongs to; see `Field`. */
const controlOf = (errorId: string) => errorId.replace(/-error$/, '')

/** Takes the mark from a field that is being put right; only the server can tell whether it is. */
function forgive(control: HTMLElement) {
  const error = document.getElementById(`${control.id}-error`)
  if (!error) return
  error.hidden = true
  control.removeAttribute('aria-invalid')
}

/**
 * A form whose answer comes from its server action. After a refusal the first invalid field gets the
 * focus. The browser's own check is off: every message is ours, in one place and one voice.
 */
export function Form({ state, className, ...props }: FormProps) {
  const form = useRef<HTMLFormElement>(null)

  useEffect(() => {
    // What was put right stays marked should the same be wrong with it once more.
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

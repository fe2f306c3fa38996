'use client'

import { useEffect, useRef, type ComponentProps } from 'react'
import { cn } from '@/lib/cn'

interface FormProps extends ComponentProps<'form'> {
  /** What the form's action answered last; each new answer is looked at for invalid fields. */
  state?: unknown
}

/**
 * A form whose answer comes from its server action. After a refusal the first invalid field gets the
 * focus. The browser's own check is off: every message is ours, in one place and one voice.
 */
export function Form({ state, className, ...props }: FormProps) {
  const form = useRef<HTMLFormElement>(null)

  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [state])

  return <form ref={form} noValidate className={cn('form', className)} {...props} />
}

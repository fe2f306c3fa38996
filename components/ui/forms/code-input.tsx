'use client'

import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'
import { Input } from './input'

interface CodeInputProps extends Omit<ComponentProps<'input'>, 'type'> {
  /** How many digits a code has. */
  digits?: number
  /** Whether to send the form once the code is complete; defaults to true. */
  sendsWhenComplete?: boolean
}

/**
 * A code from an email. One field, not one per digit: it can be pasted with spaces, autofilled, and corrected
 * in the middle, and it's one keyboard stop. The last digit sends the form; without JavaScript, its button
 * does.
 */
export function CodeInput({
  digits = 6,
  sendsWhenComplete = true,
  className,
  ...props
}: CodeInputProps) {
  return (
    <Input
      dir="ltr"
      type="text"
      inputMode="numeric"
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={digits * 3}
      className={cn('font-mono tracking-[0.3em]', className)}
      onInput={({ currentTarget }) => {
        const plain = currentTarget.value.replace(/[^\d]/g, '').slice(0, digits)
        if (plain !== currentTarget.value) currentTarget.value = plain
        if (sendsWhenComplete && plain.length === digits) currentTarget.form?.requestSubmit()
      }}
      {...props}
    />
  )
}

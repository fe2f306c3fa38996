'use client'

import { useFormStatus } from 'react-dom'
import { cn } from '@/lib/cn'
import { Button, type ButtonProps } from '../button'

interface SubmitButtonProps extends Omit<ButtonProps, 'children' | 'pending' | 'type'> {
  /** What it does: "Create account". */
  label: string
  /** The same while it is happening: "Creating account…". */
  pendingLabel: string
}

/**
 * The button that sends its form. While the action runs, it says so and takes no second click. It keeps room
 * for the longer of its two labels, so nothing moves. In a form with several, each with a `name` and a
 * `value`, only the pressed one says so.
 */
export function SubmitButton({
  label,
  pendingLabel,
  name,
  value,
  className,
  ...props
}: SubmitButtonProps) {
  const { pending, data } = useFormStatus()
  const isSender = pending && (name === undefined || data?.get(name) === value)
  return (
    <Button
      type="submit"
      pending={pending}
      name={name}
      value={value}
      data-other-label={isSender ? label : pendingLabel}
      className={cn('button-two-labels', className)}
      {...props}
    >
      {isSender ? pendingLabel : label}
    </Button>
  )
}

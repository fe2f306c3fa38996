'use client'

import { useFormStatus } from 'react-dom'
import { cn } from '@/lib/cn'
import { Button, type ButtonProps } from '../button'

interface SubmitButtonProps extends Omit<ButtonProps, 'children' | 'pending' | 'type'> {
  /** What it does: "Create account". */
  label: string
  /** The same while it is happening: "Creating account...". */
  pendingLabel: string
}

/**
 * The button that sends the form around it. While the form's action runs it says so and takes no
 * second click. It keeps room for the longer of its two labels, so that nothing moves.
 */
export function SubmitButton({ label, pendingLabel, className, ...props }: SubmitButtonProps) {
  const { pending } = useFormStatus()
  return (
    <Button
      type="submit"
      pending={pending}
      data-other-label={pending ? label : pendingLabel}
      className={cn(
        'inline-grid content-center justify-items-center gap-0',
        'after:invisible after:h-0 after:overflow-hidden after:content-[attr(data-other-label)]',
        className,
      )}
      {...props}
    >
      {pending ? pendingLabel : label}
    </Button>
  )
}

import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'

/** The look that input and textarea share. 16 px type: iOS zooms in on anything smaller. */
export const controlStyles = [
  'block w-full min-w-0 rounded-md border border-input bg-card px-3 text-base text-foreground',
  'placeholder:text-muted-foreground',
  'focus-visible:outline-offset-0',
  'aria-invalid:border-destructive aria-invalid:focus-visible:outline-destructive',
  'disabled:cursor-not-allowed disabled:opacity-60',
]

/** A line of text. */
export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input dir="auto" className={cn(controlStyles, 'h-11', className)} {...props} />
}

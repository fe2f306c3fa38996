import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'

/** A line of text. */
export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input dir="auto" className={cn('control', className)} {...props} />
}

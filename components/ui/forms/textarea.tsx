import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'

/** Several lines of text; grows while typing if the browser can do that. */
export function Textarea({ className, rows = 5, ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea dir="auto" rows={rows} className={cn('control control-area', className)} {...props} />
  )
}

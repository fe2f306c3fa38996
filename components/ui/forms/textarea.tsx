import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'
import { controlStyles } from './input'

/** Several lines of text; grows with what is typed where the browser can do that. */
export function Textarea({ className, rows = 5, ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea
      dir="auto"
      rows={rows}
      className={cn(controlStyles, 'field-sizing-content min-h-32 resize-y py-2.5', className)}
      {...props}
    />
  )
}

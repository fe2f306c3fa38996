import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'

/** A word about a state: "Draft", "Verified". Its colour only adds emphasis. */
export function Badge({
  tone = 'neutral',
  className,
  ...props
}: ComponentProps<'span'> & { tone?: 'neutral' | 'accent' | 'danger' }) {
  return <span className={cn('badge', `badge-${tone}`, className)} {...props} />
}

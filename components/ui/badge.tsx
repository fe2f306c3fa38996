import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'

/** A word about the state of something: "Draft", "Verified". Its colour only underlines it. */
export function Badge({
  tone = 'neutral',
  className,
  ...props
}: ComponentProps<'span'> & { tone?: 'neutral' | 'accent' | 'danger' }) {
  return <span className={cn('badge', `badge-${tone}`, className)} {...props} />
}

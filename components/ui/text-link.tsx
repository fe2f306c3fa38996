import Link from 'next/link'
import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'

/** The look of a link in running text. */
export const linkStyles = 'text-link'

/** A link in running text, to a place in the app; not fetched ahead. Takes what `next/link` takes. */
export function TextLink({ className, ...props }: ComponentProps<typeof Link>) {
  return <Link prefetch={false} className={cn(linkStyles, className)} {...props} />
}

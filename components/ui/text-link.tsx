import { Link } from '../link'
import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'

/** The look of a link in running text. */
export const linkStyles = 'text-link'

/** A link in running text, within the app. Takes `Link`'s props. */
export function TextLink({ className, ...props }: ComponentProps<typeof Link>) {
  return <Link className={cn(linkStyles, className)} {...props} />
}

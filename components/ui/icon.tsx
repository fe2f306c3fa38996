import { cn } from '@/lib/cn'

export type IconName =
  | 'alert'
  | 'check'
  | 'close'
  | 'eye'
  | 'eye-off'
  | 'info'
  | 'key'
  | 'left'
  | 'mail'
  | 'monitor'
  | 'moon'
  | 'right'
  | 'search'
  | 'sun'
  // The theme that the reader chose.
  | 'theme'

/**
 * A sign beside words that say the same: assistive technology does not see it. Its shape is in icons.css.
 */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  return <span aria-hidden className={cn('icon', `icon-${name}`, className)} />
}

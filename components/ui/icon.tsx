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
  // The chosen theme's.
  | 'theme'

/** An icon next to words that say the same, so it's hidden from assistive technology. Its shape is in icons.css. */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  return <span aria-hidden className={cn('icon', `icon-${name}`, className)} />
}

import type { ComponentProps } from 'react'

interface LinkProps extends ComponentProps<'a'> {
  href: string
  /** Whether the new page starts at its top, the default. */
  scroll?: boolean
}

/**
 * A link to a page of the app: a plain `<a>` that `SoftNavigation` follows without a full page load. It has no
 * script of its own and fetches nothing before it's followed.
 */
export function Link({ scroll = true, ...props }: LinkProps) {
  return <a data-soft={scroll ? '' : 'stay'} {...props} />
}

import type { ComponentProps } from 'react'

interface LinkProps extends ComponentProps<'a'> {
  href: string
  /** Whether the page begins at its top, as it does unless told otherwise. */
  scroll?: boolean
}

/**
 * A link to a page of the app: a plain `<a>`, which `SoftNavigation` follows without loading the page
 * anew. It costs no script of its own and fetches nothing before it is followed.
 */
export function Link({ scroll = true, ...props }: LinkProps) {
  return <a data-soft={scroll ? '' : 'stay'} {...props} />
}

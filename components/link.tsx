import NextLink from 'next/link'
import type { ComponentProps } from 'react'

/**
 * A link to a place in the app; takes what `next/link` takes. Nothing is fetched before it is followed:
 * each page is rendered for its reader, and to look at one would ask the server for all that it links to.
 */
export function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} {...props} />
}

import NextLink from 'next/link'
import type { ComponentProps } from 'react'

/**
 * A link within the app, with the props of `next/link`. It doesn't prefetch: pages are rendered for their
 * reader, so viewing one would ask the server for everything it links to.
 */
export function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} {...props} />
}

import { authorName } from '@/lib/author-name'
import type { Author } from '@/lib/posts/list'
import { portraitOf, type Portrait } from '../ui/portrait'

/** A post's author, as shown. */
export interface Writer extends Portrait {
  name: string
  /** Their other posts; undefined if Neon Auth doesn't know them (any more). */
  href?: string
}

export function writerOf({ authorId, name, image }: Omit<Author, 'tagline'>): Writer {
  const shown = authorName(name)
  const href = name === null ? undefined : `/people/${authorId}`
  return { name: shown, href, ...portraitOf(shown, image) }
}

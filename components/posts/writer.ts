import type { Author } from '@/lib/posts/list'
import { portraitOf, type Portrait } from '../ui/portrait'

/** Who wrote a post, as it is shown. */
export interface Writer extends Portrait {
  name: string
  /** What else they have published; nowhere for someone whom Neon Auth does not know (any more). */
  href?: string
}

export function writerOf({ authorId, name, image }: Omit<Author, 'tagline'>): Writer {
  const shown = name?.trim() || 'Unknown author'
  const href = name === null ? undefined : `/people/${authorId}`
  return { name: shown, href, ...portraitOf(shown, image) }
}

import { Link } from '../link'
import type { ReactNode } from 'react'
import type { Author } from '@/lib/posts/list'
import { Avatar } from '../ui/avatar'

interface BylineProps {
  author: Author
  /** Small in a list; on a post's own page, with the author's tagline below the name. */
  size?: 'sm' | 'md'
  /** When it was written, and anything else that belongs there. */
  children: ReactNode
}

/** Who wrote a post and when. The name leads to their other posts. */
export function Byline({ author, size = 'md', children }: BylineProps) {
  const { authorId, name, image, tagline } = author
  const shown = name?.trim() || 'Unknown author'
  return (
    <div className="flex min-w-0 items-center gap-3">
      <Avatar name={shown} image={image} size={size} />
      <div className="grid min-w-0 grid-cols-1 text-sm">
        <div className="flex flex-wrap items-baseline gap-x-2">
          {name === null ? (
            <span className="font-medium">{shown}</span>
          ) : (
            <Link
              href={`/people/${authorId}`}
              className="min-w-0 rounded-sm font-medium wrap-anywhere hover:text-primary"
            >
              <bdi>{shown}</bdi>
            </Link>
          )}
          <span className="flex flex-wrap items-baseline gap-x-2 text-muted-foreground">
            {children}
          </span>
        </div>
        {tagline && size === 'md' && (
          <p dir="auto" className="line-clamp-2 text-muted-foreground" title={tagline}>
            {tagline}
          </p>
        )}
      </div>
    </div>
  )
}

import type { ReactNode } from 'react'
import { Link } from '../link'
import { Avatar } from '../ui/avatar'
import type { Writer } from './writer'

interface BylineProps {
  author: Writer
  /** Small in a list. */
  size?: 'sm'
  /** What the author says about themselves, for a post's own page. */
  tagline?: string | null
  /** When it was written, and anything else that belongs there. */
  children: ReactNode
}

/** Who wrote a post and when. The name leads to their other posts. */
export function Byline({ author, size, tagline, children }: BylineProps) {
  const { name, href, ...portrait } = author
  return (
    <div className="byline">
      <Avatar {...portrait} size={size} />
      <div className="grid min-w-0 grid-cols-1">
        <div className="byline-parts">
          {href ? (
            <Link href={href} className="byline-name">
              <bdi>{name}</bdi>
            </Link>
          ) : (
            <span className="font-medium">{name}</span>
          )}
          <span className="byline-parts text-muted-foreground">{children}</span>
        </div>
        {tagline && (
          <p dir="auto" className="line-clamp-2 text-muted-foreground" title={tagline}>
            {tagline}
          </p>
        )}
      </div>
    </div>
  )
}

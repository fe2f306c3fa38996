'use client'

import type { ReactNode } from 'react'
import { Link } from '../link'
import { RelativeTime } from '../ui/relative-time'
import { Byline } from './byline'
import type { Writer } from './writer'

interface PostCardProps {
  href: string
  title: ReactNode
  text: ReactNode
  /** Who wrote it; nobody where the page says so already. */
  author?: Writer
  /** When it was published, and the present, in ISO 8601. */
  date: string
  now: string
  /** The level of its heading. */
  level: 2 | 3
}

/**
 * A post in a list. A client component for its weight alone: a list is then sent as its markup and the
 * values in it, and not as its markup and a description of each element.
 */
export function PostCard({ href, title, text, author, date, now, level }: PostCardProps) {
  const Heading = `h${level}` as const
  const time = <RelativeTime date={date} now={now} />
  return (
    <article className="grid grid-cols-1 gap-3">
      <Heading dir="auto" className="text-lg">
        <Link href={href} className="title-link">
          {title}
        </Link>
      </Heading>
      {text && (
        <p dir="auto" className="line-clamp-3 text-muted-foreground">
          {text}
        </p>
      )}
      {author ? (
        <Byline author={author} size="sm">
          {time}
        </Byline>
      ) : (
        <p className="text-sm text-muted-foreground">{time}</p>
      )}
    </article>
  )
}

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
  /** Who wrote it, unless the page already says so. */
  author?: Writer
  /** When it was published, and the present, in ISO 8601. */
  date: string
  now: string
  /** The level of its heading. */
  level: 2 | 3
}

/**
 * A post in a list. It's a client component only to make pages lighter: they carry its values instead of a
 * description of each of its elements.
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

import Link from 'next/link'
import { Byline } from '@/components/posts/byline'
import { MarkedText } from '@/components/posts/marked-text'
import { RelativeTime } from '@/components/ui/relative-time'
import { markEnd, markStart, type PublishedPost } from '@/lib/posts/list'
import { beginningOf, plainWords, shapeOf } from '@/lib/posts/shape'

interface PostItemProps {
  post: PublishedPost
  /** The present, in ISO 8601. */
  now: string
  /** Whether its excerpt holds the marks of a search. */
  isFound?: boolean
  /** Where posts are read: `/posts` for those signed in, `/p` for everybody. */
  base?: string
}

/** A published post in a list: its title, who wrote it, and how it begins. */
export function PostItem({ post, now, isFound = false, base = '/posts' }: PostItemProps) {
  const { title, text } = isFound ? foundIn(post) : begunOf(post)
  return (
    <article className="grid grid-cols-1 gap-3">
      <h2 dir="auto" className="text-lg">
        <Link
          href={`${base}/${post.id}`}
          prefetch={false}
          className="rounded-sm transition-colors hover:text-primary"
        >
          <Marked>{title}</Marked>
        </Link>
      </h2>
      {text && (
        <p dir="auto" className="line-clamp-3 text-muted-foreground">
          <Marked>{text}</Marked>
        </p>
      )}
      <Byline author={post} size="sm">
        <RelativeTime date={post.publishedAt.toISOString()} now={now} />
      </Byline>
    </article>
  )
}

function Marked({ children }: { children: string }) {
  return (
    <MarkedText start={markStart} end={markEnd}>
      {children}
    </MarkedText>
  )
}

/** Of a short post all; of a long one the passages around the words, under its title. */
function foundIn({ excerpt, beginning, isCut }: PublishedPost) {
  return isCut
    ? { title: shapeOf(beginning).title, text: plainWords(excerpt) }
    : beginningOf(excerpt)
}

function begunOf({ excerpt, isCut }: PublishedPost) {
  const { title, text } = beginningOf(excerpt)
  return { title, text: isCut ? `${cutAtWord(text)}…` : text }
}

/** A beginning without its last word, of which only a part may be there. */
function cutAtWord(text: string): string {
  return text.replace(/(?<=\s)\S{0,80}$/u, '').trimEnd()
}

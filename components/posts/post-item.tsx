import { Link } from '../link'
import { markEnd, markStart, type PublishedPost } from '@/lib/posts/list'
import { beginningOf, plainWords, shapeOf } from '@/lib/posts/shape'
import { RelativeTime } from '../ui/relative-time'
import { Byline } from './byline'
import { MarkedText } from './marked-text'

interface PostItemProps {
  post: PublishedPost
  /** The present, in ISO 8601. */
  now: string
  /** Whether its excerpt has search marks. */
  isFound?: boolean
  /** Where posts are read: `/posts` when signed in, `/p` for everyone. */
  base?: string
  /** Whether to show the author; true by default. */
  hasAuthor?: boolean
  /** Its heading's level; 2 by default. */
  level?: 2 | 3
}

/** A published post in a list: its title, who wrote it, and how it begins. */
export function PostItem({
  post,
  now,
  isFound = false,
  hasAuthor = true,
  ...props
}: PostItemProps) {
  const { base = '/posts', level = 2 } = props
  const Heading = `h${level}` as const
  const { title, text } = isFound ? foundIn(post) : beginningOf(post.excerpt, post.isCut)
  const time = <RelativeTime date={post.publishedAt.toISOString()} now={now} />
  return (
    <article className="grid grid-cols-1 gap-3">
      <Heading dir="auto" className="text-lg">
        <Link
          href={`${base}/${post.id}`}
          className="rounded-sm transition-colors hover:text-primary"
        >
          <Marked>{title}</Marked>
        </Link>
      </Heading>
      {text && (
        <p dir="auto" className="line-clamp-3 text-muted-foreground">
          <Marked>{text}</Marked>
        </p>
      )}
      {hasAuthor ? (
        <Byline author={post} size="sm">
          {time}
        </Byline>
      ) : (
        <p className="text-sm text-muted-foreground">{time}</p>
      )}
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

/** All of a short post; for a long one, the passages around the matches, under its title. */
function foundIn({ excerpt, beginning, isCut }: PublishedPost) {
  return isCut
    ? { title: shapeOf(beginning).title, text: `…${plainWords(excerpt)}…` }
    : beginningOf(excerpt)
}

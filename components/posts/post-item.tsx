import { markEnd, markStart, type PublishedPost } from '@/lib/posts/list'
import { beginningOf, plainWords, shapeOf } from '@/lib/posts/shape'
import { MarkedText } from './marked-text'
import { PostCard } from './post-card'
import { writerOf } from './writer'

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
  base = '/posts',
  hasAuthor = true,
  level = 2,
}: PostItemProps) {
  const { title, text } = isFound ? foundIn(post) : beginningOf(post.excerpt, post.isCut)
  return (
    <PostCard
      href={`${base}/${post.id}`}
      title={isFound ? <Marked>{title}</Marked> : title}
      text={isFound && text ? <Marked>{text}</Marked> : text}
      author={hasAuthor ? writerOf(post) : undefined}
      date={post.publishedAt.toISOString()}
      now={now}
      level={level}
    />
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

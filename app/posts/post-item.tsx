import Link from 'next/link'
import { Byline } from '@/components/posts/byline'
import { MarkedText } from '@/components/posts/marked-text'
import { PostText } from '@/components/posts/post-text'
import { RelativeTime } from '@/components/ui/relative-time'
import { TextLink } from '@/components/ui/text-link'
import { markEnd, markStart, type PublishedPost } from '@/lib/posts/list'

interface PostItemProps {
  post: PublishedPost
  /** The present, in ISO 8601. */
  now: string
  /** Whether its excerpt holds the marks of a search. */
  isFound?: boolean
}

/** A published post in a list. */
export function PostItem({ post, now, isFound = false }: PostItemProps) {
  const href = `/posts/${post.id}`
  return (
    <article className="grid grid-cols-1 gap-3">
      <Byline name={post.name} image={post.image} quote={post.quote}>
        <Link
          href={href}
          prefetch={false}
          className="rounded-sm hover:text-foreground hover:underline"
        >
          <RelativeTime date={post.publishedAt.toISOString()} now={now} />
        </Link>
      </Byline>
      {isFound ? (
        <MarkedText start={markStart} end={markEnd}>
          {post.excerpt}
        </MarkedText>
      ) : (
        <PostText>{post.isCut ? `${cutAtWord(post.excerpt)} …` : post.excerpt}</PostText>
      )}
      {post.isCut && (
        <p>
          <TextLink href={href} prefetch={false} className="text-sm">
            Read on
          </TextLink>
        </p>
      )}
    </article>
  )
}

/** A beginning without its last word, of which only a part may be there. */
function cutAtWord(text: string): string {
  return text.replace(/(?<=\s)\S{0,80}$/u, '').trimEnd()
}

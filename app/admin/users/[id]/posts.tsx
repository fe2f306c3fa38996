import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import { TextLink } from '@/components/ui/text-link'
import type { PublishedPost } from '@/lib/posts/list'
import { beginningOf } from '@/lib/posts/shape'
import { Confirmation } from './confirmation'

interface PostsProps {
  posts: readonly PublishedPost[]
  authorId: string
  /** The present, in ISO 8601. */
  now: string
}

/** Someone's published posts, each to unpublish or delete. */
export function Posts({ posts, authorId, now }: PostsProps) {
  if (posts.length === 0) return <p className="text-muted-foreground">Nothing published.</p>
  return (
    <ul className="grid grid-cols-1 divide-y">
      {posts.map(({ id, excerpt, publishedAt }) => {
        const { title } = beginningOf(excerpt)
        return (
          <li key={id} className="grid grid-cols-1 gap-3 py-5 first:pt-0 last:pb-0">
            <div className="grid grid-cols-1">
              <TextLink href={`/p/${id}`} className="justify-self-start wrap-anywhere">
                <bdi>{title}</bdi>
              </TextLink>
              <span className="text-sm text-muted-foreground">
                <RelativeTime date={publishedAt.toISOString()} now={now} />
              </span>
            </div>
            <div className="flex flex-wrap items-start gap-2">
              <form method="post" action={`/admin/posts/${id}/unpublish`}>
                <input type="hidden" name="author" value={authorId} />
                <Button
                  type="submit"
                  variant="secondary"
                  size="sm"
                  aria-label={`Unpublish: ${title}`}
                >
                  Unpublish
                </Button>
              </form>
              <Confirmation
                action={`/admin/posts/${id}/delete`}
                question="Delete…"
                name={`Delete… ${title}`}
                label="Delete post"
                fields={{ author: authorId }}
              >
                This deletes “<bdi>{title}</bdi>” for its author too. It can’t be undone.
              </Confirmation>
            </div>
          </li>
        )
      })}
    </ul>
  )
}

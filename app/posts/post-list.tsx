import { LoadFailure } from '@/components/load-failure'
import { EmptyState } from '@/components/ui/empty-state'
import { RelativeTime } from '@/components/ui/relative-time'
import { describeError, log } from '@/lib/log'
import { listPublishedPosts, type PublishedPost } from '@/lib/posts'

/** The newest published posts; a database that does not answer is said here and nowhere else. */
export async function PostList() {
  const posts = await load()
  if ('failureId' in posts) {
    return (
      <LoadFailure title="The posts could not be loaded" id={posts.failureId} retryHref="/posts">
        The database is not answering. Nothing is lost: wait a moment and try again.
      </LoadFailure>
    )
  }
  if (posts.length === 0) {
    return (
      <EmptyState
        title="Nothing here yet"
        description="Posts appear here once someone publishes one."
      />
    )
  }
  const now = new Date().toISOString()
  return (
    <ol className="grid divide-y divide-border">
      {posts.map((post) => (
        <li key={post.id} className="py-6 first:pt-0">
          <article className="grid gap-2">
            <p dir="auto" className="break-words whitespace-pre-wrap">
              {post.content}
            </p>
            <p className="text-sm text-muted-foreground">
              <RelativeTime date={post.publishedAt.toISOString()} now={now} />
            </p>
          </article>
        </li>
      ))}
    </ol>
  )
}

async function load(): Promise<PublishedPost[] | { failureId: string }> {
  try {
    return await listPublishedPosts()
  } catch (error) {
    return { failureId: log('error', 'posts.list', { reason: describeError(error) }) }
  }
}

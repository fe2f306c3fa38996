import { TextLink } from '@/components/ui/text-link'
import { attempt } from '@/lib/server/attempt'
import { listPublishedPosts } from '@/lib/posts/list'
import { PostItem } from '@/components/posts/post-item'
import { ServiceFailure } from '../posts/service-failure'
import { NotNow } from './not-now'

/**
 * A few of the newest published posts.
 *
 * @param base where they're read: `/posts`, or `/p` for everyone
 */
export async function Newest({ base = '/posts' }: { base?: '/posts' | '/p' }) {
  // When several parts need the database, another one says that it isn't answering.
  const isAlone = base === '/p'
  const result = await attempt('home.newest', () => listPublishedPosts({ limit: 3 }))
  if (!result.ok) {
    if (!isAlone) return <NotNow />
    return <ServiceFailure title="We couldn’t load the posts" failureId={result.failureId} />
  }
  const now = new Date().toISOString()
  const { rows } = result.value
  if (rows.length === 0) {
    return (
      <p className="text-muted-foreground">
        Nobody has published anything yet.{' '}
        <TextLink href="/posts/new">Write the first post</TextLink>
      </p>
    )
  }
  return (
    <ol className="grid grid-cols-1 divide-y divide-border">
      {rows.map((post) => (
        <li key={post.id} className="py-6 first:pt-0">
          <PostItem post={post} now={now} base={base} level={3} />
        </li>
      ))}
    </ol>
  )
}

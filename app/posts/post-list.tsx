import { Link } from '@/components/link'
import { Pager } from '@/components/pager'
import { buttonStyles } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { addressOf } from '@/lib/http/address'
import { attempt } from '@/lib/server/attempt'
import type { PageRequest } from '@/lib/posts/cursor'
import { listPublishedPosts } from '@/lib/posts/list'
import { PostItem } from '@/components/posts/post-item'
import { ServiceFailure } from './service-failure'

interface PostListProps {
  /** Words to look for. */
  search: string | undefined
  request: PageRequest
}

/** A page of published posts; only this part says if the database isn't answering. */
export async function PostList({ search, request }: PostListProps) {
  const result = await attempt('posts.list', () => listPublishedPosts({ ...request, search }))
  if (!result.ok) {
    return <ServiceFailure title="We couldn’t load the posts" failureId={result.failureId} />
  }
  const { rows, newer, older } = result.value
  if (rows.length === 0) return <NoPosts search={search} request={request} />
  const now = new Date().toISOString()
  return (
    <>
      <ol className="grid grid-cols-1 divide-y divide-border">
        {rows.map((post) => (
          <li key={post.id} className="py-7 first:pt-0">
            <PostItem post={post} now={now} isFound={search !== undefined} />
          </li>
        ))}
      </ol>
      <Pager
        newer={newer && address({ search, newer })}
        older={older && address({ search, older })}
      />
    </>
  )
}

function NoPosts({ search, request }: PostListProps) {
  if (request.older || request.newer) {
    return (
      <EmptyState
        title="No more posts"
        description="The posts that were here may have been unpublished."
        action={<ToPosts href={address({ search })}>Newest posts</ToPosts>}
      />
    )
  }
  if (search !== undefined) {
    return (
      <EmptyState
        title="No posts found"
        description="Try fewer or different words. Very common words, like “the”, are ignored."
        action={<ToPosts href="/posts">All posts</ToPosts>}
      />
    )
  }
  return (
    <EmptyState
      title="Nothing here yet"
      description="Posts appear here once someone publishes one."
      action={<ToPosts href="/posts/new">Write the first post</ToPosts>}
    />
  )
}

function ToPosts({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} className={buttonStyles({ variant: 'secondary' })}>
      {children}
    </Link>
  )
}

function address(params: Record<string, string | undefined>): string {
  return addressOf('/posts', params)
}

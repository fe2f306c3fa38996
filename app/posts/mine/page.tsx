import type { Metadata } from 'next'
import { Link } from '@/components/link'
import { Pager } from '@/components/pager'
import { buttonStyles } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ToastOnLoad } from '@/components/ui/overlay/toast-on-load'
import { PageHeader } from '@/components/ui/page-header'
import { attempt } from '@/lib/server/attempt'
import { requireFreshViewer } from '@/lib/auth/session'
import { parsePageRequest } from '@/lib/posts/cursor'
import { listOwnPosts } from '@/lib/posts/list'
import { beginningOf } from '@/lib/posts/shape'
import { ServiceFailure } from '../service-failure'
import { OwnPostItem } from './own-post-item'

export const metadata: Metadata = { title: 'Your posts' }

export default async function OwnPostsPage({ searchParams }: PageProps<'/posts/mine'>) {
  const path = '/posts/mine'
  const params = await searchParams
  const state = await requireFreshViewer(path)
  if (state.status === 'unavailable') return <ServiceFailure page="Your posts" />
  const request = parsePageRequest(params)
  const result = await attempt('posts.own', () => listOwnPosts(state.viewer.id, request))
  return (
    <div className="grid w-full grid-cols-1 gap-8">
      {params.notice === 'deleted' && <ToastOnLoad id="deleted" message="Post deleted" />}
      <PageHeader
        title="Your posts"
        action={
          <Link href="/posts/new" className={buttonStyles()}>
            New post
          </Link>
        }
      />
      {!result.ok ? (
        <ServiceFailure title="We couldn’t load your posts" failureId={result.failureId} />
      ) : result.value.rows.length === 0 ? (
        <EmptyState
          title={
            request.older || request.newer ? 'No more posts' : 'You haven’t written anything yet'
          }
          description="Drafts are private until you publish them."
          action={
            request.older || request.newer ? (
              <Link href={path} className={buttonStyles({ variant: 'secondary' })}>
                Your newest posts
              </Link>
            ) : undefined
          }
        />
      ) : (
        <>
          <ul className="grid grid-cols-1 divide-y divide-border">
            {result.value.rows.map((post) => (
              <OwnPostItem
                key={post.id}
                id={post.id}
                {...beginningOf(post.excerpt, post.isCut)}
                isPublished={post.isPublished}
                createdAt={post.createdAt.toISOString()}
                publishedAt={post.publishedAt.toISOString()}
                now={new Date().toISOString()}
              />
            ))}
          </ul>
          <Pager
            newer={result.value.newer && `${path}?newer=${result.value.newer}`}
            older={result.value.older && `${path}?older=${result.value.older}`}
          />
        </>
      )}
    </div>
  )
}

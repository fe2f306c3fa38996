import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Byline } from '@/components/posts/byline'
import { PostBody, PostTitle } from '@/components/posts/post-body'
import { writerOf } from '@/components/posts/writer'
import { Badge } from '@/components/ui/badge'
import { ToastOnLoad } from '@/components/ui/overlay/toast-on-load'
import { RelativeTime } from '@/components/ui/relative-time'
import { TextLink } from '@/components/ui/text-link'
import { cn } from '@/lib/cn'
import { attempt } from '@/lib/server/attempt'
import { getViewer, requireFreshViewer, requireViewer } from '@/lib/auth/session'
import { parsePostId } from '@/lib/posts/input'
import { readPost } from '@/lib/posts/one'
import { shapeOf } from '@/lib/posts/shape'
import { ForgetText } from '../_editor/forget-text'
import { keptTextKey } from '../_editor/kept-text-key'
import { ServiceFailure } from '../service-failure'
import { CopyLink } from './copy-link'
import { PostActions } from './post-actions'

/** What was just done, for a draft and for a published post, if it's still true. */
const notices: Record<string, readonly [draft?: string, published?: string]> = {
  saved: ['Draft saved', 'Post saved'],
  published: [undefined, 'Post published'],
  // By this page's buttons.
  shown: [undefined, 'Post published'],
  hidden: ['Post unpublished. It’s a draft again.'],
}

export async function generateMetadata({ params }: PageProps<'/posts/[id]'>): Promise<Metadata> {
  const id = parsePostId((await params).id)
  const state = await getViewer()
  if (id === undefined || state.status !== 'signed-in') return { title: 'Post' }
  const result = await attempt('posts.title', () => readPost(id, state.viewer.id))
  // Only the page shows a draft's words: it checks that the session still counts.
  if (!result.ok || !result.value) return { title: 'Post' }
  return { title: result.value.isPublished ? shapeOf(result.value.content).title : 'Draft' }
}

export default async function PostPage({ params, searchParams }: PageProps<'/posts/[id]'>) {
  const id = parsePostId((await params).id)
  if (id === undefined) notFound()
  const path = `/posts/${id}`
  const state = await requireViewer(path)
  if (state.status === 'unavailable') return <ServiceFailure page="Post" />
  const { viewer } = state

  const result = await attempt('posts.read', () => readPost(id, viewer.id))
  if (!result.ok) {
    return (
      <ServiceFailure page="Post" title="We couldn’t load this post" failureId={result.failureId} />
    )
  }
  const post = result.value
  if (!post) notFound()
  if (!post.isPublished) {
    const fresh = await requireFreshViewer(path)
    if (fresh.status === 'unavailable') return <ServiceFailure page="Post" />
    if (fresh.viewer.id !== viewer.id) notFound()
  }

  const shape = shapeOf(post.content)
  const { notice } = await searchParams
  const message =
    typeof notice === 'string' && Object.hasOwn(notices, notice)
      ? notices[notice]?.[post.isPublished ? 1 : 0]
      : undefined
  const isFromEditor = notice === 'saved' || notice === 'published'
  const at = post.isPublished ? post.publishedAt : post.createdAt
  return (
    <div className="grid w-full grid-cols-1 gap-8">
      {message && (
        // One place for all: what is said last takes the place of what was said before.
        <ToastOnLoad id={`post ${id}`} message={message} />
      )}
      {isFromEditor && (
        <ForgetText keys={`${keptTextKey(viewer.id, 'new')} ${keptTextKey(viewer.id, id)}`} />
      )}
      <article aria-labelledby="title" className="grid grid-cols-1 gap-6">
        <PostTitle id="title" shape={shape} />
        <Byline author={writerOf(post)} tagline={post.tagline}>
          <RelativeTime date={at.toISOString()} now={new Date().toISOString()} />
          {!post.isPublished && <Badge>Draft</Badge>}
        </Byline>
        <PostBody>{shape.body}</PostBody>
      </article>
      <div className="no-print flex flex-wrap items-center gap-x-2 gap-y-4 border-t pt-6 sm:gap-3 max-sm:[&_.button-sm]:px-2">
        {post.isPublished && <CopyLink id={id} />}
        {post.isOwn && <PostActions id={id} isPublished={post.isPublished} />}
        <div
          className={cn('flex flex-wrap gap-x-4 text-sm', post.isOwn ? 'sm:ml-auto' : 'ml-auto')}
        >
          {viewer.isAdmin && !post.isOwn && post.name !== null && (
            <TextLink href={`/admin/users/${post.authorId}`}>Manage author</TextLink>
          )}
          <TextLink href="/posts">All posts</TextLink>
        </div>
      </div>
    </div>
  )
}

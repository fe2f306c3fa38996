import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { PostBody } from '@/components/posts/post-body'
import { PageHeader } from '@/components/ui/page-header'
import { attempt } from '@/lib/server/attempt'
import { requireFreshViewer } from '@/lib/auth/session'
import { parsePostId } from '@/lib/posts/input'
import { readOwnPost } from '@/lib/posts/one'
import { shapeOf } from '@/lib/posts/shape'
import { ServiceFailure } from '../../service-failure'
import { DeleteForm } from './form'

export const metadata: Metadata = { title: 'Delete post' }

/** Asks before a post is deleted, where no dialog can: without JavaScript. */
export default async function DeletePostPage({ params }: PageProps<'/posts/[id]/delete'>) {
  const id = parsePostId((await params).id)
  if (id === undefined) notFound()
  const path = `/posts/${id}/delete`
  const state = await requireFreshViewer(path)
  if (state.status === 'unavailable') return <ServiceFailure page="Delete post" />
  const result = await attempt('posts.delete-page', () => readOwnPost(id, state.viewer.id))
  if (!result.ok) {
    return (
      <ServiceFailure
        page="Delete post"
        title="We couldn’t load this post"
        failureId={result.failureId}
      />
    )
  }
  if (!result.value) notFound()
  const { title, body, hasTitle } = shapeOf(result.value.content)
  return (
    <div className="grid w-full grid-cols-1 gap-8">
      <PageHeader title="Delete this post?" description="This can’t be undone." />
      <div className="grid gap-4 border-s-2 ps-5">
        {hasTitle && (
          <h2 dir="auto" className="font-semibold">
            {title}
          </h2>
        )}
        <PostBody below={2}>{body}</PostBody>
      </div>
      <DeleteForm id={id} />
    </div>
  )
}

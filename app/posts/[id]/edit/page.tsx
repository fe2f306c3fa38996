import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { PageHeader } from '@/components/ui/page-header'
import { attempt } from '@/lib/server/attempt'
import { requireWriter } from '@/lib/auth/session'
import { maxPostLength } from '@/lib/db/schema'
import { parsePostId } from '@/lib/posts/input'
import { readOwnPost } from '@/lib/posts/one'
import { Editor } from '../../_editor/editor'
import { keptTextKey } from '../../_editor/kept-text-key'
import { ServiceFailure } from '../../service-failure'
import { save } from './actions'

export const metadata: Metadata = { title: 'Edit post' }

export default async function EditPostPage({ params }: PageProps<'/posts/[id]/edit'>) {
  const id = parsePostId((await params).id)
  if (id === undefined) notFound()
  const path = `/posts/${id}/edit`
  const { viewer, isSubmission } = await requireWriter(path)
  if (!viewer && !isSubmission) return <ServiceFailure page="Edit post" />

  const result = viewer && (await attempt('posts.edit', () => readOwnPost(id, viewer.id)))
  if (result && !result.ok && !isSubmission) {
    return (
      <ServiceFailure
        page="Edit post"
        title="We couldn’t load this post"
        failureId={result.failureId}
      />
    )
  }
  const post = result?.ok ? result.value : undefined
  // Keep a form that was just sent in any case: it holds what was typed.
  if (!post && !isSubmission) notFound()

  return (
    <div className="grid w-full grid-cols-1 gap-8">
      <PageHeader title="Edit post" />
      <Editor
        action={save}
        content={post?.content ?? ''}
        base={post?.version ?? 'unknown'}
        hidden={{ id: String(id) }}
        isPublished={post?.isPublished ?? true}
        maxLength={maxPostLength}
        keptIn={viewer && keptTextKey(viewer.id, id)}
      />
    </div>
  )
}

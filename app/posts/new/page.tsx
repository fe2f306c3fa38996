import type { Metadata } from 'next'
import { PageHeader } from '@/components/ui/page-header'
import { requireWriter } from '@/lib/auth/session'
import { maxPostLength } from '@/lib/db/schema'
import { Editor } from '../_editor/editor'
import { keptTextKey } from '../_editor/kept-text-key'
import { ServiceFailure } from '../service-failure'
import { create } from './actions'

export const metadata: Metadata = { title: 'New post' }

export default async function NewPostPage() {
  const { viewer, isSubmission } = await requireWriter('/posts/new')
  if (!viewer && !isSubmission) return <ServiceFailure page="New post" />
  return (
    <div className="grid w-full grid-cols-1 gap-8">
      <PageHeader title="New post" />
      <Editor
        action={create}
        content=""
        base=""
        hidden={{ key: crypto.randomUUID() }}
        isPublished={false}
        maxLength={maxPostLength}
        keptIn={viewer && keptTextKey(viewer.id, 'new')}
      />
    </div>
  )
}

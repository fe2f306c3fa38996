'use server'

import { redirect } from 'next/navigation'
import { databaseFailure, viewerFailure } from '@/app/failures'
import { attempt } from '@/lib/server/attempt'
import { getFreshViewer } from '@/lib/auth/session'
import { keptText, parseForm, type ActionState } from '@/lib/form'
import { editedPostInput, parsePostId } from '@/lib/posts/input'
import { updatePost } from '@/lib/posts/write'

/**
 * Saves a changed post and leads to it. When another text was saved meanwhile, both are shown, and
 * saving again replaces it.
 */
export async function save(previous: ActionState, data: FormData): Promise<ActionState> {
  const kept = keptText(data, ['content', 'base'])
  const state = await getFreshViewer()
  if (state.status !== 'signed-in') {
    return viewerFailure(state, `/posts/${parsePostId(data.get('id')) ?? 'mine'}/edit`, kept)
  }
  const form = parseForm(editedPostInput, data)
  // The state went through the browser, so it may be anything.
  const newer = typeof previous?.newer === 'string' ? previous.newer : undefined
  if (!form.ok) return { ...form.state, newer }

  const { id, content, intent, base } = form.value
  const result = await attempt('posts.update', () =>
    updatePost(id, state.viewer.id, { content, base, publish: intent === 'publish' }),
  )
  if (!result.ok) return { ...databaseFailure(result.failureId, kept), newer }
  if (result.value.status === 'not-found') {
    return {
      message: 'This post was deleted meanwhile. Copy your text if you want to keep it.',
      values: kept,
    }
  }
  if (result.value.status === 'conflict') {
    return {
      message:
        'Another text was saved meanwhile, in another tab perhaps. Below are both: saving again replaces it with yours.',
      values: { ...kept, base: result.value.version },
      newer: result.value.content,
    }
  }
  redirect(`/posts/${id}?notice=${intent === 'publish' ? 'published' : 'saved'}`)
}

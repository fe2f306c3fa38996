'use server'

import { redirect } from 'next/navigation'
import { databaseFailure, viewerFailure } from '@/app/failures'
import { attempt } from '@/lib/server/attempt'
import { getFreshViewer } from '@/lib/auth/session'
import { keptText, parseForm, type ActionState } from '@/lib/form'
import { newPostInput } from '@/lib/posts/input'
import { createPost, postsPerHour } from '@/lib/posts/write'

/** Writes a new post, as a draft or published, and leads to it. */
export async function create(_previous: ActionState, data: FormData): Promise<ActionState> {
  const state = await getFreshViewer()
  if (state.status !== 'signed-in') return viewerFailure(state, '/posts/new', keptText(data, names))
  const form = parseForm(newPostInput, data)
  if (!form.ok) return form.state

  const { content, intent, key } = form.value
  const result = await attempt('posts.create', () =>
    createPost(state.viewer.id, { content, publish: intent === 'publish', key }),
  )
  if (!result.ok) return databaseFailure(result.failureId, keptText(data, names))
  if (result.value.status === 'limited') {
    return {
      message: `You have written ${postsPerHour} posts within an hour, which is the limit. Your text is still here: try again later.`,
      values: keptText(data, names),
    }
  }
  redirect(`/posts/${result.value.id}?notice=${intent === 'publish' ? 'published' : 'saved'}`)
}

const names = ['content', 'key']

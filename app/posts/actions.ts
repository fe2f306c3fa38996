'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { attempt } from '@/lib/server/attempt'
import { getFreshViewer } from '@/lib/auth/session'
import { parseForm, type ActionState } from '@/lib/form'
import { deleteInput, publishInput } from '@/lib/posts/input'
import { deletePost, setPostPublished } from '@/lib/posts/write'
import { databaseFailure, viewerFailure } from '../failures'

const gone = 'This post is not there any more.'

/** Publishes one's own post or takes it back. */
export async function publish(_previous: ActionState, data: FormData): Promise<ActionState> {
  const state = await getFreshViewer()
  if (state.status !== 'signed-in') return viewerFailure(state, '/posts/mine')
  const form = parseForm(publishInput, data)
  if (!form.ok) return { message: gone }

  const { id, publish: isPublished } = form.value
  const result = await attempt('posts.publish', () =>
    setPostPublished(id, state.viewer.id, isPublished),
  )
  if (!result.ok) return databaseFailure(result.failureId)
  refresh()
  return result.value ? {} : { message: gone }
}

/** Deletes one's own post once it was asked whether to; without JavaScript a page asks. */
export async function remove(_previous: ActionState, data: FormData): Promise<ActionState> {
  const state = await getFreshViewer()
  if (state.status !== 'signed-in') return viewerFailure(state, '/posts/mine')
  const form = parseForm(deleteInput, data)
  if (!form.ok) return { message: gone }

  const { id, confirmed, leave } = form.value
  if (!confirmed) redirect(`/posts/${id}/delete`)
  const result = await attempt('posts.delete', () => deletePost(id, state.viewer.id))
  if (!result.ok) return databaseFailure(result.failureId)
  if (leave) redirect('/posts/mine?notice=deleted')
  refresh()
  return result.value ? {} : { message: gone }
}

'use server'

import { redirect } from 'next/navigation'
import { signedInAction } from '@/app/signed-in-action'
import { newPostInput } from '@/lib/posts/input'
import { renderPost } from '@/lib/posts/markdown'
import { createPost, postsPerHour } from '@/lib/posts/write'

/** Writes a new post, as a draft or published, and leads to it; or shows what it would look like. */
export const create = signedInAction(
  { event: 'posts.create', input: newPostInput, path: '/posts/new', keep: ['key'] },
  async ({ user, value: { content, intent, key }, kept }) => {
    if (intent === 'preview') return { preview: renderPost(content, 3), values: kept }
    const result = await createPost(user.id, { content, publish: intent === 'publish', key })
    if (result.status === 'limited') {
      return {
        message: `You’ve written ${postsPerHour} posts in an hour, which is the limit. Your text is still here: try again later.`,
        values: kept,
      }
    }
    redirect(`/posts/${result.id}?notice=${intent === 'publish' ? 'published' : 'saved'}`)
  },
)

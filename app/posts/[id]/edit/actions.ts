'use server'

import { redirect } from 'next/navigation'
import { signedInAction } from '@/app/signed-in-action'
import { keptText } from '@/lib/form'
import { editedPostInput, parsePostId } from '@/lib/posts/input'
import { renderPost } from '@/lib/posts/markdown'
import { updatePost } from '@/lib/posts/write'

/**
 * Saves a changed post and leads to it, or shows what it would look like. If the post changed in another
 * tab, both versions are shown, and saving again replaces the newer one.
 */
export const save = signedInAction(
  {
    event: 'posts.update',
    input: editedPostInput,
    path: (data) => `/posts/${parsePostId(keptText(data, ['id']).id) ?? 'mine'}/edit`,
    keep: ['base', 'newer'],
  },
  async ({ user, value: { id, content, intent, base }, kept }) => {
    if (intent === 'preview') return { preview: renderPost(content, 3), values: kept }
    const change = { content, base, publish: intent === 'publish' }
    const result = await updatePost(id, user.id, change)
    switch (result.status) {
      case 'not-found':
        return {
          message: 'This post was deleted. Copy your text if you want to keep it.',
          values: { ...kept, newer: '' },
        }
      case 'conflict':
        return {
          message: 'This post changed in another tab. Saving replaces that version with yours.',
          values: { ...kept, base: result.version, newer: result.content },
        }
      case 'saved':
        redirect(`/posts/${id}?notice=${intent === 'publish' ? 'published' : 'saved'}`)
    }
  },
)

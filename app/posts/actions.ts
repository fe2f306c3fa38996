'use server'

import { refresh } from 'next/cache'
import { redirect } from 'next/navigation'
import { deleteInput, publishInput } from '@/lib/posts/input'
import { deletePost, setPostPublished } from '@/lib/posts/write'
import { signedInAction } from '../signed-in-action'

const gone = 'This post was deleted.'

/** Publishes or unpublishes the author's own post. */
export const publish = signedInAction(
  { event: 'posts.publish', input: publishInput, path: '/posts/mine', unreadable: gone },
  async ({ user, value }) => {
    const isThere = await setPostPublished(value.id, user.id, value.publish)
    refresh()
    if (!isThere) return { message: gone }
    if (value.isOnPage) redirect(`/posts/${value.id}?notice=${value.publish ? 'shown' : 'hidden'}`)
    return {}
  },
)

/** Deletes the author's own post after asking; without JavaScript, a page asks. */
export const remove = signedInAction(
  { event: 'posts.delete', input: deleteInput, path: '/posts/mine', unreadable: gone },
  async ({ user, value: { id, confirmed, leave } }) => {
    if (!confirmed) redirect(`/posts/${id}/delete`)
    const wasThere = await deletePost(id, user.id)
    if (leave) redirect('/posts/mine?notice=deleted')
    refresh()
    return wasThere ? {} : { message: gone }
  },
)

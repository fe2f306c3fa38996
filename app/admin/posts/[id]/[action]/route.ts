import { answerForm, nothingHere } from '@/app/admin/answer-form'
import { confirmInput } from '@/lib/admin/input'
import { parseForm } from '@/lib/form'
import { parseAuthorId, parsePostId } from '@/lib/posts/input'
import { moderatePost } from '@/lib/posts/moderate'
import { log } from '@/lib/server/log'

/** Unpublishes or deletes a published post, whoever wrote it. */
export async function POST(
  request: Request,
  { params }: RouteContext<'/admin/posts/[id]/[action]'>,
): Promise<Response> {
  const { id, action } = await params
  const postId = parsePostId(id)
  if (postId === undefined || (action !== 'unpublish' && action !== 'delete')) return nothingHere()
  let author: string | undefined
  return answerForm(
    request,
    () => (author ? `/admin/users/${author}` : '/admin/users'),
    async (adminId, form) => {
      // The form's page, in case the post is gone.
      author = parseAuthorId(form.get('author'))
      if (action === 'delete' && !parseForm(confirmInput, form).ok) return { failed: 'confirm' }
      const authorId = await moderatePost(postId, action)
      if (authorId === undefined) return { failed: 'post-gone' }
      author = parseAuthorId(authorId)
      const done = action === 'delete' ? 'post-deleted' : 'post-unpublished'
      log('info', `admin.${done}`, { adminId, postId, authorId })
      return { done }
    },
  )
}

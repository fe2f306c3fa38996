'use client'

import { Link } from '@/components/link'
import { ActionMessage } from '@/components/action-message'
import { buttonStyles } from '@/components/ui/button'
import { SubmitButton } from '@/components/ui/forms/submit-button'
import { useFormAction } from '@/components/use-form-action'
import { publish, remove } from '../actions'
import { DeleteButton } from '../delete-button'

/** What an author can do with a post, on its page. */
export function PostActions({ id, isPublished }: { id: number; isPublished: boolean }) {
  const [published, publishAction] = useFormAction(publish, [])
  const [removed, removeAction] = useFormAction(remove, [])
  return (
    <>
      <Link
        href={`/posts/${id}/edit`}
        className={buttonStyles({ variant: 'secondary', size: 'sm' })}
      >
        Edit
      </Link>
      <form action={publishAction}>
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="publish" value={isPublished ? 'no' : 'yes'} />
        <input type="hidden" name="isOnPage" value="yes" />
        <SubmitButton
          variant="secondary"
          size="sm"
          label={isPublished ? 'Unpublish' : 'Publish'}
          pendingLabel={isPublished ? 'Unpublishing…' : 'Publishing…'}
        />
      </form>
      <form action={removeAction}>
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="leave" value="yes" />
        <DeleteButton variant="secondary" />
      </form>
      <ActionMessage state={published} className="basis-full" />
      <ActionMessage state={removed} className="basis-full" />
    </>
  )
}

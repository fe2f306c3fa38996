'use client'

import { Link } from '@/components/link'
import { ActionMessage } from '@/components/action-message'
import { buttonStyles } from '@/components/ui/button'
import { SubmitButton } from '@/components/ui/forms/submit-button'
import { useFormAction } from '@/components/use-form-action'
import { remove } from '../../actions'

/** Confirms deleting a post. */
export function DeleteForm({ id }: { id: number }) {
  const [state, action] = useFormAction(remove, [])
  return (
    <form action={action} className="grid grid-cols-1 gap-4">
      <ActionMessage state={state} />
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="leave" value="yes" />
      <input type="hidden" name="confirmed" value="yes" />
      <div className="flex flex-wrap gap-3">
        <SubmitButton variant="danger" label="Delete post" pendingLabel="Deleting…" />
        <Link href={`/posts/${id}`} className={buttonStyles({ variant: 'secondary' })}>
          Cancel
        </Link>
      </div>
    </form>
  )
}

'use client'

import { ConfirmButton } from '@/components/ui/overlay/confirm-button'

/** Asks before the form around it deletes a post. */
export function DeleteButton({ variant = 'ghost' }: { variant?: 'ghost' | 'secondary' }) {
  return (
    <ConfirmButton
      variant={variant}
      size="sm"
      className="text-destructive"
      title="Delete this post?"
      description="This can’t be undone."
      confirmLabel="Delete post"
      pendingLabel="Deleting…"
    >
      Delete
    </ConfirmButton>
  )
}

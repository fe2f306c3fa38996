'use client'

import { ConfirmButton } from '@/components/ui/overlay/confirm-button'

/** Asks before the form around it deletes a post. */
export function DeleteButton({ label }: { label?: string }) {
  return (
    <ConfirmButton
      variant="ghost"
      size="sm"
      className="text-destructive"
      aria-label={label}
      title="Delete this post?"
      description="Its text will be gone for good, for you and for everyone else."
      confirmLabel="Delete post"
      pendingLabel="Deleting..."
    >
      Delete
    </ConfirmButton>
  )
}

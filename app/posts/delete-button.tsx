'use client'

import { ConfirmButton } from '@/components/ui/overlay/confirm-button'

interface DeleteButtonProps {
  variant?: 'ghost' | 'secondary'
  /** Its accessible name, where a page has several. */
  label?: string
}

/** Asks before the form around it deletes a post. */
export function DeleteButton({ variant = 'ghost', label }: DeleteButtonProps) {
  return (
    <ConfirmButton
      variant={variant}
      size="sm"
      aria-label={label}
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

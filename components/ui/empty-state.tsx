import type { ReactNode } from 'react'
import { cn } from '@/lib/cn'

interface EmptyStateProps {
  /** What's missing, or what failed: "No pages yet". */
  title: string
  /** What to do next. */
  description?: ReactNode
  /** A button or link that does it. */
  action?: ReactNode
  className?: string
}

/** Replaces an empty list, or a part that couldn't be shown. */
export function EmptyState({ title, description, action, className }: EmptyStateProps) {
  return (
    <div
      className={cn(
        'grid justify-items-center rounded-lg border border-dashed px-6 py-14 text-center',
        className,
      )}
    >
      <p className="font-medium">{title}</p>
      {description && (
        <div className="mt-1 max-w-form text-sm text-balance text-muted-foreground">
          {description}
        </div>
      )}
      {action && <div className="mt-5">{action}</div>}
    </div>
  )
}

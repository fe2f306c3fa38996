import type { ReactNode } from 'react'
import { cn } from '@/lib/cn'

interface EmptyStateProps {
  /** What is not there, or what failed: "No pages yet". */
  title: string
  /** What to do next. */
  description?: ReactNode
  /** A button or link that does it. */
  action?: ReactNode
  className?: string
}

/** Stands in for a list that is empty or for a part that could not be shown. */
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

import type { ReactNode } from 'react'
import { cn } from '@/lib/cn'

interface EmptyStateProps {
  /** A decorative icon. */
  icon?: ReactNode
  /** What is not there, or what failed: "No pages yet". */
  title: string
  /** What to do next. */
  description?: ReactNode
  /** A button or link that does it. */
  action?: ReactNode
  className?: string
}

/** Stands in for a list that is empty or for a part that could not be shown. */
export function EmptyState({ icon, title, description, action, className }: EmptyStateProps) {
  return (
    <div
      className={cn(
        'grid justify-items-center rounded-lg border border-dashed px-6 py-14 text-center',
        className,
      )}
    >
      {icon && (
        <div aria-hidden className="mb-3 text-muted-foreground [&_svg]:size-6">
          {icon}
        </div>
      )}
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

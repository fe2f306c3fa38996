import type { ReactNode } from 'react'
import { cn } from '@/lib/cn'

interface PageHeaderProps {
  title: string
  description?: ReactNode
  /** What you can do here: a button or a link next to the title. */
  action?: ReactNode
  className?: string
}

/** A page's only <h1>, what the page is about, and its main action. */
export function PageHeader({ title, description, action, className }: PageHeaderProps) {
  return (
    <div className={cn('flex flex-wrap items-end justify-between gap-x-6 gap-y-4', className)}>
      <div className="min-w-0">
        <h1 className="text-xl">{title}</h1>
        {description && <div className="mt-2 text-muted-foreground">{description}</div>}
      </div>
      {action}
    </div>
  )
}

import type { ReactNode } from 'react'
import { cn } from '@/lib/cn'

/** A line between two things, with an optional word in it: "or". */
export function Separator({ className, children }: { className?: string; children?: ReactNode }) {
  if (!children) return <hr className={cn('w-full', className)} />
  return (
    <div className={cn('flex items-center gap-3 text-sm text-muted-foreground', className)}>
      <span className="h-px flex-1 bg-border" />
      {children}
      <span className="h-px flex-1 bg-border" />
    </div>
  )
}

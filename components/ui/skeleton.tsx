import type { ReactNode } from 'react'
import { cn } from '@/lib/cn'

/** A grey shape where something will be; give it that thing's size with `className`. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('skeleton', className)} />
}

/** Skeletons that stand for one thing: says once, to those who cannot see them, that it is loading. */
export function Loading({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div role="status" aria-busy>
      <span className="sr-only">{label}</span>
      {children}
    </div>
  )
}

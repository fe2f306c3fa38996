import type { ReactNode } from 'react'
import { cn } from '@/lib/cn'

/** A grey shape where something will be; set its size with `className`. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('skeleton', className)} />
}

/** Skeletons for one thing: says once that it's loading, for people who can't see them. */
export function Loading({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div role="status" aria-busy>
      <span className="sr-only">{label}</span>
      {children}
    </div>
  )
}

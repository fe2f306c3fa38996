import type { ReactNode } from 'react'
import { cn } from '@/lib/cn'

interface SectionProps {
  /** The heading's id; it names the section. */
  id: string
  title: string
  description?: ReactNode
  className?: string
  children: ReactNode
}

/** A titled part of a page, as in settings: words on the left, controls on the right. */
export function Section({ id, title, description, className, children }: SectionProps) {
  return (
    <section
      aria-labelledby={id}
      className={cn(
        'grid gap-5 border-t py-8 md:grid-cols-[minmax(0,1fr)_minmax(0,1.75fr)] md:gap-12',
        className,
      )}
    >
      <div>
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        {description && <div className="mt-1 text-sm text-muted-foreground">{description}</div>}
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  )
}

import type { ReactNode } from 'react'
import { Avatar } from '../ui/avatar'

interface BylineProps {
  /** Null when nobody knows the author (any more). */
  name: string | null
  image: string | null
  /** Their favourite quote. */
  quote: string | null
  /** When it was written, and what else belongs there. */
  children: ReactNode
}

/** Who wrote a post and when, with the author's favourite quote below the name. */
export function Byline({ name, image, quote, children }: BylineProps) {
  const shown = name?.trim() || 'Unknown author'
  return (
    <div className="flex min-w-0 gap-3">
      <Avatar name={shown} image={image} />
      <div className="grid min-w-0 grid-cols-1 content-center text-sm">
        <div className="flex flex-wrap items-baseline gap-x-2">
          <bdi className="min-w-0 font-medium wrap-anywhere">{shown}</bdi>
          <span className="flex flex-wrap items-baseline gap-x-2 text-muted-foreground">
            {children}
          </span>
        </div>
        {quote && (
          <p dir="auto" className="line-clamp-2 text-muted-foreground italic" title={quote}>
            {quote}
          </p>
        )}
      </div>
    </div>
  )
}

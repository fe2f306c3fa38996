import { cn } from '@/lib/cn'
import { renderMarkdown } from '@/lib/posts/markdown'
import type { Shape } from '@/lib/posts/shape'

interface PostBodyProps {
  /** Markdown from `shapeOf`. */
  children: string
  /** The level of the heading above it; 1 by default. */
  below?: number
}

/** A post's text below its title. */
export function PostBody({ children, below }: PostBodyProps) {
  if (children === '') return null
  return (
    <div className="prose" dangerouslySetInnerHTML={{ __html: renderMarkdown(children, below) }} />
  )
}

/**
 * A post's title on its own page. If its first line is too long for a title, only the text shows, and its
 * beginning serves as the heading for screen readers.
 */
export function PostTitle({ id, shape }: { id: string; shape: Shape }) {
  return (
    <h1 id={id} dir="auto" className={cn('text-xl', !shape.hasTitle && 'sr-only')}>
      {shape.title}
    </h1>
  )
}

import { cn } from '@/lib/cn'
import { renderMarkdown } from '@/lib/posts/markdown'
import type { Shape } from '@/lib/posts/shape'

interface PostBodyProps {
  /** Markdown, as `shapeOf` gives it. */
  children: string
  /** The level of the heading above it; 1 unless told otherwise. */
  below?: number
}

/** What a post says below its title. */
export function PostBody({ children, below }: PostBodyProps) {
  if (children === '') return null
  return (
    <div className="prose" dangerouslySetInnerHTML={{ __html: renderMarkdown(children, below) }} />
  )
}

/**
 * A post's title on its own page. Where its first line is too long for one, the text alone is shown, and
 * its beginning is the title for those who go by headings.
 */
export function PostTitle({ id, shape }: { id: string; shape: Shape }) {
  return (
    <h1 id={id} dir="auto" className={cn('text-xl', !shape.hasTitle && 'sr-only')}>
      {shape.title}
    </h1>
  )
}

'use client'

import { Link } from '@/components/link'
import { ActionMessage } from '@/components/action-message'
import { Badge } from '@/components/ui/badge'
import { Button, buttonStyles } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import { useFormAction } from '@/components/use-form-action'
import { publish, remove } from '../actions'
import { DeleteButton } from '../delete-button'

interface OwnPostItemProps {
  id: number
  title: string
  /** The text after the title. */
  text: string
  isPublished: boolean
  /** Times in ISO 8601. */
  createdAt: string
  publishedAt: string
  now: string
}

/**
 * The author's own post with its actions. While an action runs, the item already shows the result; if it
 * fails, the old state comes back with the reason.
 */
export function OwnPostItem({ id, title, text, createdAt, now, ...post }: OwnPostItemProps) {
  const [published, publishAction, isPublishing] = useFormAction(publish, [])
  const [removed, removeAction, isRemoving] = useFormAction(remove, [])
  const isPublished = isPublishing ? !post.isPublished : post.isPublished
  const ghost = buttonStyles({ variant: 'ghost', size: 'sm' })
  return (
    <li hidden={isRemoving} className="grid grid-cols-1 gap-3 py-5 first:pt-0">
      <ActionMessage state={published} />
      <ActionMessage state={removed} />
      <div className="grid grid-cols-1 gap-1">
        <h2 dir="auto" className="text-lg">
          <Link href={`/posts/${id}`} className="title-link">
            {title}
          </Link>
        </h2>
        {text && (
          <p dir="auto" className="line-clamp-2 text-muted-foreground">
            {text}
          </p>
        )}
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <p className="flex items-center gap-2 text-sm text-muted-foreground">
          <Badge tone={isPublished ? 'accent' : 'neutral'}>
            {isPublished ? 'Published' : 'Draft'}
          </Badge>
          <RelativeTime
            date={isPublished && !isPublishing ? post.publishedAt : createdAt}
            now={now}
          />
        </p>
        <div className="-mx-3 flex flex-wrap">
          <Link href={`/posts/${id}/edit`} aria-label={`Edit: ${title}`} className={ghost}>
            Edit
          </Link>
          <form action={publishAction}>
            <input type="hidden" name="id" value={id} />
            <input type="hidden" name="publish" value={post.isPublished ? 'no' : 'yes'} />
            <Button
              type="submit"
              variant="ghost"
              size="sm"
              aria-label={`${isPublished ? 'Unpublish' : 'Publish'}: ${title}`}
              pending={isPublishing}
            >
              {isPublished ? 'Unpublish' : 'Publish'}
            </Button>
          </form>
          <form
            action={removeAction}
            onSubmit={(event) => event.currentTarget.querySelector('dialog')?.close()}
          >
            <input type="hidden" name="id" value={id} />
            <DeleteButton label={`Delete: ${title}`} />
          </form>
        </div>
      </div>
    </li>
  )
}

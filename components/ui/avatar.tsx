import { cn } from '@/lib/cn'
import type { Portrait } from './portrait'

interface AvatarProps extends Portrait {
  /** Next to a line of text, next to a name (the default), or large. */
  size?: 'sm' | 'md' | 'lg'
}

/**
 * A picture of someone, or their initials: `<Avatar {...portraitOf(name, image)} />`. Decoration: put the name
 * next to it, or in the label of its button.
 *
 * The picture is a background over the initials, so they show if it doesn't load, without a script.
 */
export function Avatar({ initials, picture, size }: AvatarProps) {
  return (
    <span aria-hidden className={cn('avatar', size && `avatar-${size}`)}>
      {initials}
      {picture && (
        <span className="avatar-picture" style={{ backgroundImage: `url("${picture}")` }} />
      )}
    </span>
  )
}

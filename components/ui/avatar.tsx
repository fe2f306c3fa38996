import { cn } from '@/lib/cn'
import type { Portrait } from './portrait'

interface AvatarProps extends Portrait {
  /** Beside a line of text, beside a name (the default), or large. */
  size?: 'sm' | 'md' | 'lg'
}

/**
 * A picture of someone, or their initials: `<Avatar {...portraitOf(name, image)} />`. Decoration: the
 * name has to stand next to it, or in the label of the button that holds it.
 *
 * The picture is a background over the initials, so that they show when it does not load, without a
 * script.
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

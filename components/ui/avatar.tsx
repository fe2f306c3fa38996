import { cn } from '@/lib/cn'

interface AvatarProps {
  name: string
  /** Next to a line of text, next to a name (the default), or large. */
  size?: 'sm' | 'md' | 'lg'
  /**
   * An https URL, or the path of our own picture. Anything else, or a picture that doesn't load, shows the
   * initials.
   */
  image?: string | null
  className?: string
}

/**
 * A picture of someone, or their initials. Decoration: put the name next to it, or in the label of its
 * button.
 *
 * The picture is a background over the initials, so they show if it doesn't load, without a script.
 */
export function Avatar({ name, image, size, className }: AvatarProps) {
  const address = pictureAddress(image)
  return (
    <span aria-hidden className={cn('avatar', size && `avatar-${size}`, className)}>
      {initials(name)}
      {address && (
        <span
          className="absolute inset-0 bg-cover bg-center"
          style={{ backgroundImage: `url("${address}")` }}
        />
      )}
    </span>
  )
}

/** The sample authors' pictures, in `public/`. */
const ownPicture = /^\/avatars\/[a-z-]+\.svg$/

/** The URL, unable to end a CSS string; undefined unless it's https or ours. */
function pictureAddress(image: string | null | undefined): string | undefined {
  if (image && ownPicture.test(image)) return image
  if (!image || !URL.canParse(image)) return undefined
  const { protocol, href } = new URL(image)
  return protocol === 'https:' ? href.replaceAll('\\', '%5C') : undefined
}

/**
 * One or two letters for a name: the first of its first and last words in scripts with capitals; otherwise
 * just the first character, since other scripts' letters change shape or meaning side by side. A character is
 * a grapheme cluster, so no emoji is cut.
 */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const first = firstSign(words[0] ?? '')
  const last = words.length > 1 ? firstSign(words[words.length - 1] ?? '') : ''
  const both = first + last
  return [first, last].every((sign) => sign.toLowerCase() !== sign.toUpperCase())
    ? both.toUpperCase()
    : first.toUpperCase()
}

/** One for all: making one takes four times as long as using it. */
const signs = new Intl.Segmenter('en', { granularity: 'grapheme' })

function firstSign(word: string): string {
  const [sign] = signs.segment(word)
  return sign?.segment ?? ''
}

/** What an avatar shows. Made on the server, since a browser may split words differently. */
export interface Portrait {
  initials: string
  /** A URL that can't end a CSS string. */
  picture?: string
}

/**
 * @param image an https URL, or the path of our own picture; anything else leaves the initials
 */
export function portraitOf(name: string, image: string | null | undefined): Portrait {
  return { initials: initials(name), picture: pictureAddress(image) }
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

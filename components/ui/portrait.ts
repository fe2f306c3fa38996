/** What an avatar shows of someone. Found on the server: browsers and servers may take words apart differently. */
export interface Portrait {
  initials: string
  /** An address that may stand in a CSS string. */
  picture?: string
}

/**
 * @param image an https address, or the path of one of our own; anything else gives the initials alone
 */
export function portraitOf(name: string, image: string | null | undefined): Portrait {
  return { initials: initials(name), picture: pictureAddress(image) }
}

/** The pictures of sample authors, in `public/`. */
const ownPicture = /^\/avatars\/[a-z-]+\.svg$/

/** The address in a form in which nothing can end a CSS string; nothing unless it is https or ours. */
function pictureAddress(image: string | null | undefined): string | undefined {
  if (image && ownPicture.test(image)) return image
  if (!image || !URL.canParse(image)) return undefined
  const { protocol, href } = new URL(image)
  return protocol === 'https:' ? href.replaceAll('\\', '%5C') : undefined
}

/**
 * One or two letters that stand for a name: the first of its first and of its last word in scripts
 * that have capitals; otherwise the first sign alone, since letters of other scripts change their
 * shape or their sense side by side. A sign is what a reader takes for one (a grapheme cluster), so
 * that no emoji is cut.
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

/** One for all: to make one takes four times as long as to use it. */
const signs = new Intl.Segmenter('en', { granularity: 'grapheme' })

function firstSign(word: string): string {
  const [sign] = signs.segment(word)
  return sign?.segment ?? ''
}

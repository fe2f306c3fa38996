/** A piece of a text: plain, or a web address that may become a link. */
export interface TextPart {
  text: string
  /** The address in its normal form; https or http, without a user name. */
  href?: string
}

const address = /\bhttps?:\/\/[^\s<>"'`“”„«»]+/giu

/**
 * Finds the web addresses in a text. Nothing else is interpreted, and the parts together are the text.
 * Punctuation after an address is not part of it, nor is a closing bracket that it does not open.
 */
export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  for (const match of text.matchAll(address)) {
    const found = trimEnd(match[0])
    const href = normalize(found)
    if (!href) continue
    if (match.index > end) parts.push({ text: text.slice(end, match.index) })
    parts.push({ text: found, href })
    end = match.index + found.length
  }
  if (end < text.length) parts.push({ text: text.slice(end) })
  return parts
}

function trimEnd(found: string): string {
  let kept = found
  for (;;) {
    const last = kept.at(-1) ?? ''
    const opening = { ')': '(', ']': '[', '}': '{' }[last]
    const isLoose =
      opening === undefined
        ? /[.,:;!?…*_~]/.test(last)
        : kept.split(last).length > kept.split(opening).length
    if (!isLoose) return kept
    kept = kept.slice(0, -1)
  }
}

/** A user name before the host can make an address look like another site's: no link then. */
function normalize(found: string): string | undefined {
  if (!URL.canParse(found)) return undefined
  const { protocol, username, password, href } = new URL(found)
  if (protocol !== 'https:' && protocol !== 'http:') return undefined
  return username === '' && password === '' ? href : undefined
}

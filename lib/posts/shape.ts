import 'server-only'

/** A post as readers see it, made from its one text. */
export interface Shape {
  /** The first line without heading marks; if it's long, its beginning and `…`. */
  title: string
  /** The text below the title, in Markdown; all of it if the first line is too long for a title. */
  body: string
  /** Whether the title is its own line, not the beginning of the body. */
  hasTitle: boolean
}

/** The longest first line that can be a title, in code points. */
const maxTitleLength = 120

/** Splits a post's text. Title and body together hold all of it. */
export function shapeOf(content: string): Shape {
  const text = content.trim()
  const end = text.indexOf('\n')
  const line = end < 0 ? text : text.slice(0, end)
  // Heading marks (CommonMark, 4.2); a line with nothing else is its own title.
  const title = line.replace(/^\s{0,3}#{1,6}\s+/, '').replace(/\s+#+\s*$/, '')
  const shown = (title || line).replace(/\s+/g, ' ').trim()
  const points = [...shown]
  if (points.length <= maxTitleLength) {
    return { title: shown, body: end < 0 ? '' : text.slice(end + 1).trim(), hasTitle: true }
  }
  const cut = points.slice(0, maxTitleLength - 1).join('')
  return { title: `${cut.replace(/\s+\S*$/, '') || cut}…`, body: text, hasTitle: false }
}

/**
 * Markdown as plain words for a list, without the marks around and before them. Fast rather than exact; show
 * the result as text.
 */
export function plainWords(markdown: string): string {
  return (
    markdown
      .replace(/^\s*(?:```|~~~).*$/gm, ' ')
      .replace(/^\s{0,3}(?:#{1,6}|>|[-*+]|\d{1,9}[.)])(?:\s+|$)/gm, ' ')
      .replace(/^\s{0,3}(?:[-*_]\s*){3,}$/gm, ' ')
      .replace(/!?\[([^\]]*)\]\([^)\s]*(?:\s+"[^"]*")?\)/g, '$1')
      // A link whose end was cut off.
      .replace(/!?\[([^[\]]*)(?:\]\([^)\s]*)?$/, '$1')
      .replace(/(\*{1,3}|`+)(?=\S)(.*?\S)\1/g, '$2')
      .replace(/(^|\W)(_{1,3})(?=\S)(.*?\S)\2(?=\W|$)/g, '$1$3')
      .replace(/<(https?:[^>\s]+)>/g, '$1')
      .replace(/\s+/g, ' ')
      .trim()
  )
}

/**
 * A post's title and the text that follows, for a list. Nothing is repeated.
 *
 * @param excerpt the post, or the beginning of it
 * @param isCut whether there is more; then it ends with `…`, after a whole word
 */
export function beginningOf(excerpt: string, isCut = false): { title: string; text: string } {
  const { title, body, hasTitle } = shapeOf(excerpt)
  const words = plainWords(body)
  const begun = title.slice(0, -1)
  const isRepeated = !hasTitle && words.startsWith(begun)
  const text = isRepeated ? words.slice(begun.length).trimStart() : words
  return { title, text: isCut ? `${cutAtWord(text)}…` : text }
}

/** A beginning without its last word, which may be cut off, and without the comma before it. */
export function cutAtWord(text: string): string {
  return text.replace(/(?<=\s)\S{0,80}$/u, '').replace(/[\s,;:–—]+$/, '')
}

import 'server-only'

/** A post as readers see it, made of its one text. */
export interface Shape {
  /** The first line, without the marks of a heading; of a long first line the beginning, with `…`. */
  title: string
  /** What stands below the title, in Markdown; the whole text where the first line is too long for one. */
  body: string
  /** Whether the title is a line of its own, and not the beginning of the body. */
  hasTitle: boolean
}

/** The longest that a first line may be to stand as a title, in code points. */
const maxTitleLength = 120

/** Takes a post's text apart. The title and the body together say all that the text says. */
export function shapeOf(content: string): Shape {
  const text = content.trim()
  const end = text.indexOf('\n')
  const line = end < 0 ? text : text.slice(0, end)
  // Marks of a heading (CommonMark, 4.2); a line of nothing else is its own title.
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
 * Markdown as plain words, for a list: without the marks that stand around and before them. Fast, and
 * not exact; what it gives is text, to be shown as such.
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
 * The title of a post and how it goes on, for a list. Nothing is said twice.
 *
 * @param excerpt the post, or the beginning of it
 * @param isCut whether the post says more; then it ends with `…`, after a whole word
 */
export function beginningOf(excerpt: string, isCut = false): { title: string; text: string } {
  const { title, body, hasTitle } = shapeOf(excerpt)
  const words = plainWords(body)
  const begun = title.slice(0, -1)
  const isRepeated = !hasTitle && words.startsWith(begun)
  const text = isRepeated ? words.slice(begun.length).trimStart() : words
  return { title, text: isCut ? `${cutAtWord(text)}…` : text }
}

/** A beginning without its last word, of which only a part may be there, and without the comma before it. */
export function cutAtWord(text: string): string {
  return text.replace(/(?<=\s)\S{0,80}$/u, '').replace(/[\s,;:–—]+$/, '')
}

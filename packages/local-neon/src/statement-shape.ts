/** What statements have in common that differ in their values alone. */

/** Comments, strings, quoted names, parameters, words, numbers, space, and any other character. */
const tokens =
  /--[^\n]*|\/\*[^]*?\*\/|\b[eE]'(?:\\[^]|''|[^'\\])*'|'(?:''|[^'])*'|\$([A-Za-z_]\w*)?\$[^]*?\$\1\$|"(?:""|[^"])*"|\$\d+|[\p{L}_][\p{L}\p{N}_$]*|\d[\w.]*|\s+|[^]/gu

/**
 * A statement without its values, comments and line breaks: `select * from posts where id = ?`.
 * Lists of values have one shape, however long they are.
 */
export function shapeOf(text: string): string {
  return text
    .replace(tokens, (token) => {
      if (/^(--|\/\*|\s)/.test(token)) return ' '
      return /^(\d|\$|[eE]?')/.test(token) && token !== '$' ? '?' : token
    })
    .replace(/ +/g, ' ')
    .replace(/\? ?(?:, ?\? ?)+/g, '?, … ')
    .replace(/(\([^()]*\))(?: ?, ?\1)+/g, '$1, …')
    .replace(/ ([,)])/g, '$1')
    .trim()
}

/** A statement that its author does not want to see in lists: it has a comment that says so. */
export function isMarkedQuiet(text: string): boolean {
  return /\/\*\s*quiet\s*\*\//i.test(text)
}

/** What statements that only differ in their values have in common. */

/** Comments, strings, quoted names, parameters, words, numbers, space, and any other character. */
const tokens =
  /--[^\n]*|\/\*[^]*?\*\/|\b[eE]'(?:\\[^]|''|[^'\\])*'|'(?:''|[^'])*'|\$([A-Za-z_]\w*)?\$[^]*?\$\1\$|"(?:""|[^"])*"|\$\d+|[\p{L}_][\p{L}\p{N}_$]*|\d[\w.]*|\s+|[^]/gu

/**
 * A statement without its values, comments and line breaks: `select * from posts where id = ?`. Lists of
 * values have one shape, whatever their length.
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

/** A statement whose author wants it out of lists: it has a comment saying so. */
export function isMarkedQuiet(text: string): boolean {
  return /\/\*\s*quiet\s*\*\//i.test(text)
}

/** Places in a text, for errors. */

/** Postgres counts characters from 1, JavaScript UTF-16 units from 0. */
export function offsetOf(text: string, position: number): number {
  let offset = 0
  let left = position - 1
  for (const character of text) {
    if (left <= 0) break
    left -= 1
    offset += character.length
  }
  return offset
}

export interface Place {
  /** From 1. */
  line: number
  before: string
  /** The word or sign there; empty at the end of a line. */
  marked: string
  after: string
}

/** The line of an offset, and what's there. */
export function placeAt(text: string, offset: number): Place {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const end = text.indexOf('\n', offset)
  const line = text.slice(start, end < 0 ? text.length : end).replace(/\r$/, '')
  const column = Math.min(offset - start, line.length)
  const marked = wordAt(line, column)
  return {
    line: text.slice(0, start).split('\n').length,
    before: line.slice(0, column),
    marked,
    after: line.slice(column + marked.length),
  }
}

/** The word, number or sign that begins at an offset. */
export function wordAt(text: string, offset: number): string {
  return (
    /^(?:[\p{L}\p{N}_$]+|"(?:[^"\n]|"")*"?|'(?:[^'\n]|'')*'?|\S)?/u.exec(text.slice(offset))?.[0] ??
    ''
  )
}

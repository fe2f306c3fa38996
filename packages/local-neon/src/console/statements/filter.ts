/**
 * Whether a text has all the words of a filter, and none of those with a minus before them. Upper and
 * lower case are the same.
 */
export function matches(text: string, filter: string): boolean {
  const within = text.toLowerCase()
  return filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '' && word !== '-')
    .every((word) =>
      word.startsWith('-') ? !within.includes(word.slice(1)) : within.includes(word),
    )
}

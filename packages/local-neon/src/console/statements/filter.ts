/** Whether a text has all of a filter's words, but none with a minus before it, ignoring case. */
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

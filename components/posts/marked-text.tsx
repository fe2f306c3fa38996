interface MarkedTextProps {
  /** The marks before and after each matched word. */
  start: string
  end: string
  children: string
}

/** A text with its search matches marked. */
export function MarkedText({ start, end, children }: MarkedTextProps) {
  const [before = '', ...rest] = children.split(start)
  if (rest.length === 0) return before
  return (
    <>
      {before}
      {rest.map((piece, index) => {
        const [word = '', ...after] = piece.split(end)
        return (
          <span key={index}>
            <mark className="rounded-sm bg-primary-soft px-0.5 text-primary">{word}</mark>
            {after.join('')}
          </span>
        )
      })}
    </>
  )
}

interface MarkedTextProps {
  /** What stands before and after each marked word. */
  start: string
  end: string
  children: string
}

/** Passages of a text in which the words that were searched for are marked. */
export function MarkedText({ start, end, children }: MarkedTextProps) {
  const [before = '', ...rest] = children.split(start)
  return (
    <p dir="auto" className="break-words whitespace-pre-wrap">
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
    </p>
  )
}

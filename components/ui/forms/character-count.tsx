'use client'

import { useEffect, useState } from 'react'
import { cn } from '@/lib/cn'

interface CharacterCountProps {
  /** The id of the text field to count. */
  htmlFor: string
  /** The limit, in code points. */
  max: number
  /** The field's initial text. */
  initial?: string
}

/** Code points of a text as it's stored: in NFC, with line breaks as one character, trimmed. */
function count(text: string): number {
  return [...text.replace(/\r\n?/g, '\n').normalize('NFC').trim()].length
}

/**
 * How much of a limit is used, live: "12 / 280". Near the limit it's also read out, though not at every
 * letter. Without JavaScript it just shows the limit.
 */
export function CharacterCount({ htmlFor, max, initial = '' }: CharacterCountProps) {
  const [used, setUsed] = useState(() => count(initial))

  useEffect(() => {
    const field = document.getElementById(htmlFor)
    if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) return
    const update = () => setUsed(count(field.value))
    // A form is reset after its `reset` event.
    const updateAfterReset = () => queueMicrotask(update)
    const { form } = field
    field.addEventListener('input', update)
    form?.addEventListener('reset', updateAfterReset)
    update()
    return () => {
      field.removeEventListener('input', update)
      form?.removeEventListener('reset', updateAfterReset)
    }
  }, [htmlFor, initial])

  const left = max - used
  const spoken =
    left < 0
      ? `${-left} characters too many`
      : left <= max / 10
        ? `${Math.ceil(left / 10) * 10} characters or fewer left`
        : ''
  return (
    <span className="shrink-0 font-mono text-sm tabular-nums">
      <span
        aria-hidden
        className={cn('noscript:hidden', left < 0 ? 'text-destructive' : 'text-muted-foreground')}
      >
        {used} / {max}
      </span>
      <span className="sr-only">At most {max} characters.</span>
      <span className="sr-only" aria-live="polite">
        {spoken}
      </span>
    </span>
  )
}

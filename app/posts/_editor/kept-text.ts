'use client'

import { useEffect, useState, type RefObject } from 'react'

interface KeptText {
  content: string
  /** The version the text started from. */
  base: string
}

interface Options {
  field: RefObject<HTMLTextAreaElement | null>
  /** The key in `sessionStorage`; without one nothing is kept. */
  keptIn: string | undefined
  /** The saved text; the same text needn't be kept. */
  saved: string
  base: string
}

/**
 * Keeps what is typed in this tab, and restores it when the page is opened again: after signing in again,
 * leaving, or a crash. The page that shows the saved text renders `ForgetText`.
 */
export function useKeptText({ field, keptIn, saved, base }: Options) {
  const [restored, setRestored] = useState<KeptText>()

  useEffect(() => {
    const restore = (element: HTMLTextAreaElement, kept: KeptText) => {
      type(element, kept.content)
      setRestored(kept)
    }
    const element = field.current
    if (!element || keptIn === undefined) return
    const kept = readText(keptIn)
    let begun = kept?.base ?? base
    const keep = () => {
      const content = element.value
      if (content === saved) begun = base
      writeText(keptIn, content === saved ? undefined : { content, base: begun })
    }
    element.addEventListener('input', keep)
    // Anything typed before this script loaded is newer than the kept text.
    if (element.value !== saved) keep()
    else if (kept && kept.content !== saved) queueMicrotask(() => restore(element, kept))
    return () => element.removeEventListener('input', keep)
  }, [field, keptIn, saved, base])

  return {
    isRestored: restored !== undefined,
    base: restored?.base,
    /** Goes back to what is saved. */
    discard() {
      if (field.current) type(field.current, saved)
      setRestored(undefined)
    },
  }
}

/** Sets the text as if it were typed, so it's counted and kept. */
function type(element: HTMLTextAreaElement, text: string) {
  element.value = text
  element.dispatchEvent(new Event('input', { bubbles: true }))
}

function readText(key: string): KeptText | undefined {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null')
    if (typeof value !== 'object' || value === null) return undefined
    if (!('content' in value) || typeof value.content !== 'string') return undefined
    if (!('base' in value) || typeof value.base !== 'string') return undefined
    return { content: value.content, base: value.base }
  } catch {
    // Storage is off or holds something else: nothing was kept.
    return undefined
  }
}

/** Keeps a text in this tab, or forgets it. */
export function writeText(key: string, text: KeptText | undefined) {
  try {
    if (text) sessionStorage.setItem(key, JSON.stringify(text))
    else sessionStorage.removeItem(key)
  } catch {
    // Storage is off or full: only the page has the text.
  }
}

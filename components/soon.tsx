import { setTimeout as wait } from 'node:timers/promises'
import { Suspense, type ReactElement, type ReactNode } from 'react'

/**
 * How long a page waits for what it shows, in milliseconds, before its shell goes out without it. A
 * database that is awake answers in far less; then the page goes out whole: no skeleton, no second copy
 * that a script moves into place, and everything where it belongs without a script, too.
 */
const patience = 40

interface SoonProps {
  /** What is waited for: a Server Component, called. */
  content: Promise<ReactElement | null>
  /** Shown in its place when it takes longer. */
  fallback: ReactNode
}

/**
 * A part of a page whose data comes at once, nearly always; only when not, it is streamed in later. Not
 * for a form: React finds the place of its answer, without JavaScript, by the way to it through the page,
 * which is another one with a boundary on it.
 */
export async function Soon({ content, fallback }: SoonProps) {
  const late = Symbol()
  const first = await Promise.race([content, wait(patience, late)])
  return first === late ? <Suspense fallback={fallback}>{content}</Suspense> : first
}

import { setTimeout as wait } from 'node:timers/promises'
import { Suspense, type ReactElement, type ReactNode } from 'react'

/**
 * How long a page waits for its content before its shell goes out without it, in milliseconds. A database
 * that's awake answers far sooner, and the page goes out whole: no skeleton, no second copy for a script to
 * move, and everything in place even without a script.
 */
const patience = 40

interface SoonProps {
  /** What to wait for: a Server Component, called. */
  content: Promise<ReactElement | null>
  /** Shown in its place if it takes longer. */
  fallback: ReactNode
}

/**
 * Part of a page whose data nearly always comes at once; otherwise it streams in later. Not for forms:
 * without JavaScript, React finds a form's answer by its position in the page, which a boundary changes.
 */
export async function Soon({ content, fallback }: SoonProps) {
  const late = Symbol()
  const first = await Promise.race([content, wait(patience, late)])
  return first === late ? <Suspense fallback={fallback}>{content}</Suspense> : first
}

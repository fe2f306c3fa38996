import type { ReactNode } from 'react'
import { buttonStyles } from './ui/button'

/**
 * Says that part of a page couldn't be loaded, and offers to try again: by a link to where the reader is, so it
 * works without JavaScript and asks the server again.
 *
 * @param id the log line's id, for anyone who needs help
 */
export function LoadFailure({
  title,
  id,
  children,
}: {
  title: string
  id?: string
  children: ReactNode
}) {
  return (
    <section role="alert" className="grid justify-items-start gap-3 rounded-lg bg-muted p-6">
      <h2 className="font-medium">{title}</h2>
      <p className="text-sm text-muted-foreground">{children}</p>
      <a href="" className={buttonStyles({ variant: 'secondary', size: 'sm' })}>
        Try again
      </a>
      {id && <p className="reference">Reference {id}</p>}
    </section>
  )
}

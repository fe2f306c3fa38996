import type { ReactNode } from 'react'
import { buttonStyles } from './ui/button'

/**
 * Says that a part of a page could not be loaded, and offers to try again. The way on is a plain link
 * to the page, so it works without JavaScript and asks the server anew.
 *
 * @param id the id of the log line, for whoever asks for help
 * @param retryHref the page itself
 */
export function LoadFailure({
  title,
  id,
  retryHref,
  children,
}: {
  title: string
  id?: string
  retryHref: string
  children: ReactNode
}) {
  return (
    <section role="alert" className="grid justify-items-start gap-3 rounded-lg bg-muted p-6">
      <h2 className="font-medium">{title}</h2>
      <p className="text-sm text-muted-foreground">{children}</p>
      <a href={retryHref} className={buttonStyles({ variant: 'secondary', size: 'sm' })}>
        Try again
      </a>
      {id && <p className="reference">Reference {id}</p>}
    </section>
  )
}

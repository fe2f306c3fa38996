import type { ReactNode } from 'react'
import { siteName } from '../site'

/** Every page's footer: the product's name and, on the right, any links. */
export function Footer({ children }: { children?: ReactNode }) {
  return (
    <footer className="border-t text-sm text-muted-foreground">
      <div className="column flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-6">
        <p>{siteName}</p>
        {children}
      </div>
    </footer>
  )
}

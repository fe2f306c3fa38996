import type { ReactNode } from 'react'
import { siteName } from '../site'

/** Every page's footer: the product's name and, on the right, any links. */
export function Footer({ children }: { children?: ReactNode }) {
  return (
    <footer className="border-t text-sm text-muted-foreground">
      <div className="mx-auto flex w-full max-w-page flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-6 sm:px-6">
        <p>{siteName}</p>
        {children}
      </div>
    </footer>
  )
}

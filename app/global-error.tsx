'use client'

import './globals.css'
import { ErrorReference } from './error'

/** Replaces the whole document if even the layout failed, and needs nothing from it. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body className="font-sans">
        <title>We couldn’t show this page</title>
        <main className="mx-auto grid max-w-measure justify-items-start gap-4 px-6 py-24">
          <h1 className="text-xl">We couldn’t show this page</h1>
          <p className="text-muted-foreground">
            Sorry, that’s our fault. Try again; if this keeps happening, send us the reference
            below.
          </p>
          <ErrorReference error={error} />
          <button
            type="button"
            onClick={retry}
            className="h-11 rounded-md bg-primary px-4 font-medium text-primary-foreground"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  )
}

'use client'

import './globals.css'
import { errorDigest } from '@/lib/error-digest'

/**
 * Replaces the whole document if even the layout failed, and needs nothing from it. Every page loads its
 * script, so it's small.
 */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = errorDigest(error)
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
          {digest && <p className="reference">Reference {digest}</p>}
          <button type="button" onClick={retry} className="button button-primary">
            Try again
          </button>
        </main>
      </body>
    </html>
  )
}

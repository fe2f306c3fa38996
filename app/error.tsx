'use client'

import { Button, buttonStyles } from '@/components/ui/button'
import { useRequestId } from '@/components/use-request-id'
import { errorDigest } from '@/lib/error-digest'

/** What a page shows after an unexpected failure; the header stays. */
export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <div className="grid w-full gap-6 py-6 sm:py-16">
      <div className="grid gap-3" role="alert">
        <h1 className="text-xl">We couldn’t show this page</h1>
        <p className="text-muted-foreground">
          Sorry, that’s our fault. Try again; if this keeps happening, send us the reference below.
        </p>
        <ErrorReference error={error} />
      </div>
      <div className="flex flex-wrap gap-3">
        <Button onClick={retry}>Try again</Button>
        {/* eslint-disable-next-line @next/next/no-html-link-for-pages -- a whole new page, on purpose */}
        <a href="/" className={buttonStyles({ variant: 'secondary' })}>
          Home
        </a>
      </div>
    </div>
  )
}

/** The ids in the server's log: the error's and the request's. */
function ErrorReference({ error }: { error: unknown }) {
  const ids = { Reference: errorDigest(error), Request: useRequestId() }
  return Object.entries(ids).map(
    ([name, id]) =>
      id && (
        <p key={name} className="reference">
          {name} {id}
        </p>
      ),
  )
}

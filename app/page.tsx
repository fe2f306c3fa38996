import Link from 'next/link'
import { LoadFailure } from '@/components/load-failure'
import { siteDescription, siteName } from '@/components/site'
import { buttonStyles } from '@/components/ui/button'
import { getViewer } from '@/lib/auth/session'

export default async function HomePage() {
  const state = await getViewer()
  return (
    <div className="mx-auto grid w-full max-w-measure gap-8 py-6 sm:py-16">
      {state.status === 'signed-in' ? (
        <>
          <div className="grid gap-3">
            <h1 className="text-xl">
              Welcome back, <bdi className="wrap-anywhere">{state.viewer.name}</bdi>
            </h1>
            <p className="text-muted-foreground">See what others have written.</p>
          </div>
          <div>
            <Link href="/posts" className={buttonStyles()}>
              Read the posts
            </Link>
          </div>
        </>
      ) : (
        <>
          <div className="grid gap-3">
            <h1 className="text-xl">{siteDescription}</h1>
            <p className="text-muted-foreground">
              {siteName} is for short texts without noise: read what others publish, keep your
              drafts to yourself until they are ready.
            </p>
          </div>
          {state.status === 'unavailable' ? (
            <LoadFailure title="We can’t check your sign-in right now" retryHref="/">
              The sign-in service is not answering. You are not signed out: wait a moment and try
              again.
            </LoadFailure>
          ) : (
            <div className="flex flex-wrap gap-3">
              <Link href="/auth/sign-up" className={buttonStyles()}>
                Create account
              </Link>
              <Link href="/auth/sign-in" className={buttonStyles({ variant: 'secondary' })}>
                Sign in
              </Link>
            </div>
          )}
        </>
      )}
    </div>
  )
}

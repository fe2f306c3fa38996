import Link from 'next/link'
import { siteDescription, siteName } from '@/components/site'
import { buttonStyles } from '@/components/ui/button'
import { ServiceFailure } from '../posts/service-failure'

const points = [
  {
    title: 'Write without noise',
    text: 'A page, your words, a count of what is left. Nothing typed is lost, not even offline.',
  },
  {
    title: 'Drafts stay yours',
    text: 'Nobody sees a text before you publish it, and you can take it back at any time.',
  },
  {
    title: 'Read what others say',
    text: 'The newest posts, in full, with a search that finds words and not advertisements.',
  },
]

/** What this is, for someone who is not signed in, and the way in. */
export function Welcome({ isUnavailable }: { isUnavailable: boolean }) {
  return (
    <div className="mx-auto grid w-full max-w-measure grid-cols-1 gap-10 py-6 sm:py-16">
      <div className="grid gap-3">
        <h1 className="text-xl">{siteDescription}</h1>
        <p className="text-muted-foreground">
          {siteName} is for short texts without noise: read what others publish, keep your drafts to
          yourself until they are ready.
        </p>
      </div>
      {isUnavailable ? (
        <ServiceFailure retryHref="/" />
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
      <ul className="grid gap-6 border-t pt-8">
        {points.map(({ title, text }) => (
          <li key={title} className="grid gap-1">
            <h2 className="font-medium">{title}</h2>
            <p className="text-sm text-muted-foreground">{text}</p>
          </li>
        ))}
      </ul>
    </div>
  )
}

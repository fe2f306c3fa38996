import { Link } from '@/components/link'
import { Soon } from '@/components/soon'
import { siteDescription, siteName } from '@/components/site'
import { buttonStyles } from '@/components/ui/button'
import { PostListSkeleton } from '../posts/skeleton'
import { ServiceFailure } from '../posts/service-failure'
import { Newest } from './newest'

/** What a guest sees: what this is, the way in, and the newest posts. */
export function Welcome({ isUnavailable }: { isUnavailable: boolean }) {
  return (
    <div className="grid grid-cols-1 gap-12 py-4 sm:gap-16 sm:py-12">
      <div className="grid justify-items-start gap-6">
        <div className="grid gap-3">
          <h1 className="text-xl">{siteDescription}</h1>
          <p className="max-w-measure text-muted-foreground">
            {siteName} is a quiet home for short writing, with search and no ads. Just you and the
            page: your work is saved, even offline. Drafts are private. Unpublish any time.
          </p>
        </div>
        {isUnavailable ? (
          <ServiceFailure />
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
      </div>
      <section aria-labelledby="newest" className="grid grid-cols-1 gap-6">
        <h2 id="newest" className="border-b pb-3 font-semibold">
          Newest posts
        </h2>
        <Soon content={Newest({ base: '/p' })} fallback={<PostListSkeleton />} />
      </section>
    </div>
  )
}

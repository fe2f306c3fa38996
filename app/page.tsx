import { Link } from '@/components/link'
import { Suspense, type ReactNode } from 'react'
import { Soon } from '@/components/soon'
import { buttonStyles } from '@/components/ui/button'
import { Loading, Skeleton } from '@/components/ui/skeleton'
import { getViewer } from '@/lib/auth/session'
import { Drafts } from './_home/drafts'
import { Newest } from './_home/newest'
import { Quote } from './_home/quote'
import { Welcome } from './_home/welcome'
import { PostListSkeleton } from './posts/skeleton'

/** The parts stream side by side, and handle their own failures. */
export default async function HomePage({ searchParams }: PageProps<'/'>) {
  const [{ quote }, state] = await Promise.all([searchParams, getViewer()])
  if (state.status !== 'signed-in') {
    return <Welcome isUnavailable={state.status === 'unavailable'} />
  }
  return (
    <div className="grid grid-cols-1 gap-12 py-2 sm:py-8">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-4">
        <h1 className="text-xl">
          {state.viewer.isNew ? 'Welcome' : 'Welcome back'},{' '}
          <bdi className="wrap-anywhere">{state.viewer.name}</bdi>
        </h1>
        <div className="flex flex-wrap gap-3">
          <Link href="/posts/new" className={buttonStyles()}>
            New post
          </Link>
          <Link href="/posts" className={buttonStyles({ variant: 'secondary' })}>
            Read the posts
          </Link>
        </div>
      </div>
      {/* Not Soon: it holds a form, whose answer without JavaScript needs its place to stay the same. */}
      <Suspense fallback={<PartSkeleton label="Loading your quote" className="h-48" />}>
        <Quote isEditing={quote === 'edit'} />
      </Suspense>
      <Part id="drafts" title="Your drafts">
        <Soon
          content={Drafts()}
          fallback={<PartSkeleton label="Loading your drafts" className="h-12" />}
        />
      </Part>
      <Part id="newest" title="Newest posts">
        <Soon content={Newest({})} fallback={<PostListSkeleton />} />
      </Part>
    </div>
  )
}

function Part({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="grid grid-cols-1 gap-5">
      <h2 id={id} className="border-b pb-3 font-semibold">
        {title}
      </h2>
      <div>{children}</div>
    </section>
  )
}

function PartSkeleton({ label, className }: { label: string; className: string }) {
  return (
    <Loading label={label}>
      <Skeleton className={className} />
    </Loading>
  )
}

import type { Metadata } from 'next'
import { Suspense } from 'react'
import { LoadFailure } from '@/components/load-failure'
import { requireViewer } from '@/lib/auth/session'
import { PostList } from './post-list'
import { PostListSkeleton } from './skeleton'

export const metadata: Metadata = { title: 'Posts' }

export default async function PostsPage() {
  const state = await requireViewer('/posts')
  return (
    <div className="mx-auto grid w-full max-w-measure gap-8">
      <header className="grid gap-1">
        <h1 className="text-xl">Published posts</h1>
        {state.status === 'signed-in' && (
          <p className="text-sm text-muted-foreground">
            Signed in as{' '}
            <bdi className="font-medium wrap-anywhere text-foreground">{state.viewer.name}</bdi>
          </p>
        )}
      </header>
      {state.status === 'unavailable' ? (
        <LoadFailure title="We can’t check your sign-in right now" retryHref="/posts">
          The sign-in service is not answering. You are not signed out: wait a moment and try again.
        </LoadFailure>
      ) : (
        <Suspense fallback={<PostListSkeleton />}>
          <PostList />
        </Suspense>
      )}
    </div>
  )
}

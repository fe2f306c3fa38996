import type { Metadata } from 'next'
import { Soon } from '@/components/soon'
import { requireViewer } from '@/lib/auth/session'
import { parsePageRequest } from '@/lib/posts/cursor'
import { parseSearch } from '@/lib/posts/input'
import { PostList } from './post-list'
import { SearchForm } from './search-form'
import { ServiceFailure } from './service-failure'
import { PostListSkeleton } from './skeleton'

export const metadata: Metadata = { title: 'Posts' }

export default async function PostsPage({ searchParams }: PageProps<'/posts'>) {
  const [params, state] = await Promise.all([searchParams, requireViewer('/posts')])
  const search = parseSearch(params.search)
  return (
    <div className="grid w-full grid-cols-1 gap-8">
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
        <ServiceFailure />
      ) : (
        <>
          <SearchForm key={search} search={search} />
          <Soon
            key={JSON.stringify(params)}
            content={PostList({ search, request: parsePageRequest(params) })}
            fallback={<PostListSkeleton />}
          />
        </>
      )}
    </div>
  )
}

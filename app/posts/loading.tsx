import { Loading, Skeleton } from '@/components/ui/skeleton'
import { PostListSkeleton } from './skeleton'

export default function PostsLoading() {
  return (
    <Loading label="Loading">
      <div className="mx-auto grid w-full max-w-measure gap-8">
        <div className="grid gap-2">
          <Skeleton className="h-9 w-56" />
          <Skeleton className="h-5 w-40" />
        </div>
        <PostListSkeleton />
      </div>
    </Loading>
  )
}

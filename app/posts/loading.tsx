import { Skeleton } from '@/components/ui/skeleton'
import { PostListSkeleton } from './skeleton'

export default function PostsLoading() {
  return (
    <div className="mx-auto grid w-full max-w-measure gap-8">
      <div className="grid gap-1">
        <h1 className="text-xl">Published posts</h1>
        <Skeleton className="h-5 w-40" />
      </div>
      <PostListSkeleton />
    </div>
  )
}

import { Loading, Skeleton } from '@/components/ui/skeleton'

/** The size of a few short posts. */
export function PostListSkeleton() {
  return (
    <Loading label="Loading posts">
      <div className="grid divide-y divide-border">
        {[1, 2, 3].map((row) => (
          <div key={row} className="grid gap-3 py-7 first:pt-0">
            <Skeleton className="h-6 w-3/5" />
            <Skeleton className="h-18" />
            <div className="flex items-center gap-3">
              <Skeleton className="size-6 rounded-full" />
              <Skeleton className="h-5 w-40" />
            </div>
          </div>
        ))}
      </div>
    </Loading>
  )
}

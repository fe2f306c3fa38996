import { Loading, Skeleton } from '@/components/ui/skeleton'

export default function AccountLoading() {
  return (
    <Loading label="Loading">
      <div className="grid gap-8">
        <Skeleton className="h-9 w-40" />
        {[1, 2, 3].map((row) => (
          <div key={row} className="grid gap-5 border-t py-8 md:grid-cols-[1fr_1.75fr] md:gap-12">
            <Skeleton className="h-6 w-28" />
            <div className="grid gap-4">
              <Skeleton className="h-11 w-full" />
              <Skeleton className="h-11 w-full" />
            </div>
          </div>
        ))}
      </div>
    </Loading>
  )
}

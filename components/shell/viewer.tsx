import Link from 'next/link'
import { buttonStyles } from '../ui/button'
import { Skeleton } from '../ui/skeleton'

/** What the header offers to someone who is not signed in. */
export function GuestLinks({ signIn, signUp }: { signIn: string; signUp: string }) {
  return (
    <>
      <Link
        href={signIn}
        className={buttonStyles({ variant: 'ghost', size: 'sm', className: 'px-2 sm:px-3' })}
      >
        Sign in
      </Link>
      <Link href={signUp} className={buttonStyles({ variant: 'secondary', size: 'sm' })}>
        Sign up
      </Link>
    </>
  )
}

/** Holds the place of the user menu while it is not known who is there: exactly its size. */
export function HeaderViewerSkeleton() {
  return (
    <div className="grid size-11 place-items-center">
      <Skeleton className="size-9 rounded-full" />
    </div>
  )
}

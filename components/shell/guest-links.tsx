import Link from 'next/link'
import { buttonStyles } from '../ui/button'

/** What the header offers to someone who is not signed in. */
export function GuestLinks({ signIn, signUp }: { signIn: string; signUp: string }) {
  return (
    <>
      <Link
        href={signIn}
        prefetch={false}
        className={buttonStyles({ variant: 'ghost', size: 'sm', className: 'px-2 sm:px-3' })}
      >
        Sign in
      </Link>
      <Link
        href={signUp}
        prefetch={false}
        className={buttonStyles({ variant: 'secondary', size: 'sm' })}
      >
        Sign up
      </Link>
    </>
  )
}

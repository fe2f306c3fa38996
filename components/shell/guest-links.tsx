import { Link } from '../link'
import { buttonStyles } from '../ui/button'

/** What the header offers guests. */
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

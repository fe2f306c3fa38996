import Link from 'next/link'
import { auth } from '../lib/auth/server'

export const dynamic = 'force-dynamic'

export default async function HomePage() {
  const { data: session } = await auth.getSession()
  return (
    <>
      <h1 className="text-xl">Reference</h1>
      {session?.user ? (
        <p>
          Signed in as <span className="font-medium">{session.user.name}</span>.{' '}
          <Link href="/posts">Posts</Link>
        </p>
      ) : (
        <Link href="/auth/sign-in">Sign in</Link>
      )}
    </>
  )
}

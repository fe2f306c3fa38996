import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { FormMessage } from '@/components/ui/forms/form-message'
import { TextLink } from '@/components/ui/text-link'
import { getFreshViewer } from '@/lib/auth/session'
import { safeNextPath } from '@/lib/next-path'
import { SignInForm } from './form'

export const metadata: Metadata = { title: 'Sign in' }

const notices: Record<string, string> = {
  'signed-out-here':
    'You are signed out in this browser, but the sign-in service did not answer. If others may have used your session, sign in again later and sign out once more.',
}

export default async function SignInPage({ searchParams }: PageProps<'/auth/sign-in'>) {
  const { next, notice } = await searchParams
  const nextPath = safeNextPath(next)
  // Fresh: led here by a page that knows the session to be over, nobody must be led back there.
  const state = await getFreshViewer()
  if (state.status === 'signed-in') redirect(nextPath)

  return (
    <>
      <h1 className="text-xl">Sign in to your account</h1>
      <FormMessage tone="notice">
        {typeof notice === 'string' ? notices[notice] : undefined}
      </FormMessage>
      <SignInForm next={nextPath} />
      <p className="text-sm text-muted-foreground">
        New here?{' '}
        <TextLink href={`/auth/sign-up?next=${encodeURIComponent(nextPath)}`}>
          Create an account
        </TextLink>
      </p>
    </>
  )
}

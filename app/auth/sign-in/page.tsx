import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { FormMessage } from '@/components/ui/forms/form-message'
import { TextLink } from '@/components/ui/text-link'
import { providerErrorMessage } from '@/lib/auth/flow/provider'
import { getViewer } from '@/lib/auth/session'
import { demoAccount } from '@/lib/demo'
import { safeNextPath } from '@/lib/http/next-path'
import { ProviderLinks } from '../provider-links'
import { SignInForm } from './form'

export const metadata: Metadata = { title: 'Sign in' }

const notices: Record<string, string> = {
  'password-changed': 'Password changed. Sign in with the new one.',
  'address-verified': 'Your email is verified. Sign in now.',
  deleted: 'Your account and everything in it have been deleted.',
  'signed-out-here':
    'You’re signed out in this browser, but the sign-in service didn’t answer. If someone else may be using your session, sign in again later and sign out from there.',
}

/** What's behind the form, for someone a page has led here. */
function whatWaits(path: string): string | undefined {
  const { pathname } = new URL(path, 'http://own.invalid')
  if (pathname === '/posts') return 'Sign in to read and search everything that’s been published.'
  if (pathname === '/posts/new')
    return 'Sign in to write. Drafts are private until you publish them.'
  if (pathname === '/posts/mine') return 'Sign in to see your posts and drafts.'
  if (pathname.startsWith('/posts/')) return 'Sign in to open this post.'
  if (pathname.startsWith('/account')) return 'Sign in to see your account.'
  return undefined
}

export default async function SignInPage({ searchParams }: PageProps<'/auth/sign-in'>) {
  const { next, notice, error, again } = await searchParams
  const nextPath = safeNextPath(next)
  const nextQuery = `next=${encodeURIComponent(nextPath)}`
  const state = await getViewer()
  // `again`: someone signed in has to prove it's still them.
  const isAgain = state.status === 'signed-in' && again === '1'
  if (state.status === 'signed-in' && !isAgain && error === undefined) redirect(nextPath)

  return (
    <>
      <div className="grid gap-2">
        <h1 className="text-xl">Sign in to your account</h1>
        {typeof next === 'string' && !isAgain && (
          <p className="text-muted-foreground">{whatWaits(nextPath)}</p>
        )}
      </div>
      <FormMessage tone="notice">
        {typeof notice === 'string' ? notices[notice] : undefined}
      </FormMessage>
      <FormMessage>{providerErrorMessage(error)}</FormMessage>
      {isAgain && (
        <FormMessage tone="notice">
          For security, please sign in again, so we know it’s you.
        </FormMessage>
      )}
      <SignInForm
        next={nextPath}
        email={state.status === 'signed-in' ? state.viewer.email : undefined}
        demoName={isAgain ? undefined : demoAccount?.name}
      />
      <p className="text-sm">
        <TextLink href="/auth/forgot-password">Forgot your password?</TextLink>
      </p>
      <ProviderLinks next={nextPath} />
      <p className="text-sm text-muted-foreground">
        New here? <TextLink href={`/auth/sign-up?${nextQuery}`}>Create an account</TextLink>
      </p>
    </>
  )
}

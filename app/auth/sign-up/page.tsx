import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { TextLink } from '@/components/ui/text-link'
import { getViewer } from '@/lib/auth/session'
import { safeNextPath } from '@/lib/http/next-path'
import { ProviderLinks } from '../provider-links'
import { SignUpForm } from './form'

export const metadata: Metadata = { title: 'Create account' }

export default async function SignUpPage({ searchParams }: PageProps<'/auth/sign-up'>) {
  const nextPath = safeNextPath((await searchParams).next)
  const state = await getViewer()
  if (state.status === 'signed-in') redirect(nextPath)

  return (
    <>
      <h1 className="text-xl">Create new account</h1>
      <SignUpForm next={nextPath} />
      <ProviderLinks next={nextPath} />
      <p className="text-sm text-muted-foreground">
        Already have an account?{' '}
        <TextLink href={`/auth/sign-in?next=${encodeURIComponent(nextPath)}`}>Sign in</TextLink>
      </p>
    </>
  )
}

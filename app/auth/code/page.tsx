import type { Metadata } from 'next'
import { TextLink } from '@/components/ui/text-link'
import { safeNextPath } from '@/lib/http/next-path'
import { CodeRequestForm } from './form'

export const metadata: Metadata = { title: 'Sign in with a code' }

export default async function CodePage({ searchParams }: PageProps<'/auth/code'>) {
  const nextPath = safeNextPath((await searchParams).next)
  return (
    <>
      <div className="grid gap-2">
        <h1 className="text-xl">Sign in with a code</h1>
        <p className="text-muted-foreground">
          We’ll email you a six-digit code. No password needed. New here? We’ll create your account.
        </p>
      </div>
      <CodeRequestForm next={nextPath} />
      <p className="text-sm text-muted-foreground">
        <TextLink href={`/auth/sign-in?next=${encodeURIComponent(nextPath)}`}>
          Sign in with a password instead
        </TextLink>
      </p>
    </>
  )
}

import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { FormMessage } from '@/components/ui/forms/form-message'
import { TextLink } from '@/components/ui/text-link'
import { openAddress } from '@/lib/auth/flow/reset-link'
import { readPendingCode, secondsToWait } from '@/lib/auth/flow/pending'
import { Address } from '../code-entry'
import { ResendForm } from '../resend-form'
import { resend } from './actions'
import { ResetPasswordForm } from './form'

export const metadata: Metadata = {
  title: 'Choose a new password',
  // The URL holds the link's token.
  referrer: 'same-origin',
}

export default async function ResetPasswordPage({
  searchParams,
}: PageProps<'/auth/reset-password'>) {
  const { token, account, error: said } = await searchParams
  // A link that can't work says so at once; only Neon Auth knows whether its token still counts.
  const isBroken =
    typeof token === 'string' &&
    (await openAddress(typeof account === 'string' ? account : '')) === undefined
  const error = said ?? (isBroken ? 'broken' : undefined)
  const hasToken = typeof token === 'string' && token !== '' && error === undefined
  const pending = hasToken || error !== undefined ? undefined : await readPendingCode('reset')
  if (!hasToken && !pending && error === undefined) redirect('/auth/forgot-password')

  return (
    <>
      <div className="grid gap-2">
        <h1 className="text-xl">Choose a new password</h1>
        {pending && (
          <p className="text-muted-foreground">
            If there’s an account with <Address>{pending.email}</Address>, we’ve sent it a code. It
            expires in 10 minutes.
          </p>
        )}
        {error === undefined && (
          <p className="text-muted-foreground">We’ll sign you in here and out everywhere else.</p>
        )}
      </div>
      {error !== undefined ? (
        <>
          <FormMessage>This link has expired or was already used.</FormMessage>
          <p className="text-sm">
            <TextLink href="/auth/forgot-password">Ask for a new one</TextLink>
          </p>
        </>
      ) : (
        <ResetPasswordForm
          token={hasToken ? token : undefined}
          account={typeof account === 'string' ? account : undefined}
        />
      )}
      {pending && (
        <>
          <ResendForm action={resend} wait={secondsToWait(pending)} sentAt={pending.sentAt} />
          <p className="text-sm text-muted-foreground">
            Wrong email? <TextLink href="/auth/forgot-password">Change it</TextLink>
          </p>
        </>
      )}
    </>
  )
}

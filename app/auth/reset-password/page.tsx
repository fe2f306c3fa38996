import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { FormMessage } from '@/components/ui/forms/form-message'
import { TextLink } from '@/components/ui/text-link'
import { readPendingCode, secondsToWait } from '@/lib/auth/flow/pending'
import { ResendForm } from '../resend-form'
import { resend } from './actions'
import { ResetPasswordForm } from './form'

export const metadata: Metadata = {
  title: 'Choose a new password',
  // The address holds the token of the link.
  referrer: 'same-origin',
}

export default async function ResetPasswordPage({
  searchParams,
}: PageProps<'/auth/reset-password'>) {
  const { token, account, error } = await searchParams
  const hasToken = typeof token === 'string' && token !== '' && error === undefined
  const pending = hasToken || error !== undefined ? undefined : await readPendingCode('reset')
  if (!hasToken && !pending && error === undefined) redirect('/auth/forgot-password')

  return (
    <>
      <div className="grid gap-2">
        <h1 className="text-xl">Choose a new password</h1>
        {pending && (
          <p className="text-muted-foreground">
            If there is an account with{' '}
            <bdi className="font-medium break-all text-foreground">{pending.email}</bdi>, a code is
            on its way there. It works for ten minutes.
          </p>
        )}
        {error === undefined && (
          <p className="text-muted-foreground">
            You will be signed in here, and signed out everywhere else.
          </p>
        )}
      </div>
      {error !== undefined ? (
        <>
          <FormMessage>This link has been used or is too old.</FormMessage>
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
            Not your address? <TextLink href="/auth/forgot-password">Use another one</TextLink>
          </p>
        </>
      )}
    </>
  )
}

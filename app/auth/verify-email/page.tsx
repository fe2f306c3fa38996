import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { TextLink } from '@/components/ui/text-link'
import { readPendingCode, secondsToWait } from '@/lib/auth/flow/pending'
import { CodeForm } from '../code-form'
import { ResendForm } from '../resend-form'
import { resend, verify } from './actions'

export const metadata: Metadata = { title: 'Verify your address' }

export default async function VerifyEmailPage() {
  const pending = await readPendingCode('verify')
  if (!pending) redirect('/auth/sign-in')
  return (
    <>
      <div className="grid gap-2">
        <h1 className="text-xl">Verify your address</h1>
        <p className="text-muted-foreground">
          We sent a code with six digits to{' '}
          <bdi className="font-medium break-all text-foreground">{pending.email}</bdi>. Enter it
          here within ten minutes.
        </p>
      </div>
      <CodeForm action={verify} label="Verify address" pendingLabel="Verifying..." />
      <ResendForm action={resend} wait={secondsToWait(pending)} sentAt={pending.sentAt} />
      <p className="text-sm text-muted-foreground">
        Not your address?{' '}
        <TextLink href={`/auth/sign-up?next=${encodeURIComponent(pending.next)}`}>
          Use another one
        </TextLink>
      </p>
    </>
  )
}

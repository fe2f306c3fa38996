import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { TextLink } from '@/components/ui/text-link'
import { readPendingCode, secondsToWait } from '@/lib/auth/flow/pending'
import { CodeForm } from '../../code-form'
import { ResendForm } from '../../resend-form'
import { enterCode, resend } from '../actions'

export const metadata: Metadata = { title: 'Enter your code' }

export default async function EnterCodePage() {
  const pending = await readPendingCode('sign-in')
  if (!pending) redirect('/auth/code')
  return (
    <>
      <div className="grid gap-2">
        <h1 className="text-xl">Enter your code</h1>
        <p className="text-muted-foreground">
          It is on its way to{' '}
          <bdi className="font-medium break-all text-foreground">{pending.email}</bdi> and works for
          ten minutes.
        </p>
      </div>
      <CodeForm action={enterCode} label="Sign in" pendingLabel="Signing in..." />
      <ResendForm action={resend} wait={secondsToWait(pending)} sentAt={pending.sentAt} />
      <p className="text-sm text-muted-foreground">
        Not your address?{' '}
        <TextLink href={`/auth/code?next=${encodeURIComponent(pending.next)}`}>
          Use another one
        </TextLink>
      </p>
    </>
  )
}

import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { readPendingCode } from '@/lib/auth/flow/pending'
import { Address, CodeEntry } from '../code-entry'
import { resend, verify } from './actions'

export const metadata: Metadata = { title: 'Verify your email' }

export default async function VerifyEmailPage() {
  const pending = await readPendingCode('verify')
  if (!pending) redirect('/auth/sign-in')
  return (
    <CodeEntry
      title="Verify your email"
      pending={pending}
      form={{ action: verify, label: 'Verify email', pendingLabel: 'Verifying…' }}
      resend={resend}
      elsewhere="/auth/sign-up"
    >
      We sent a code to <Address>{pending.email}</Address>. It expires in 10 minutes.
    </CodeEntry>
  )
}

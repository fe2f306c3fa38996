import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { readPendingCode } from '@/lib/auth/flow/pending'
import { Address, CodeEntry } from '../code-entry'
import { resend, verify } from './actions'

export const metadata: Metadata = { title: 'Verify your address' }

export default async function VerifyEmailPage() {
  const pending = await readPendingCode('verify')
  if (!pending) redirect('/auth/sign-in')
  return (
    <CodeEntry
      title="Verify your address"
      pending={pending}
      form={{ action: verify, label: 'Verify address', pendingLabel: 'Verifying...' }}
      resend={resend}
      elsewhere="/auth/sign-up"
    >
      We sent a code with six digits to <Address>{pending.email}</Address>. Enter it here within ten
      minutes.
    </CodeEntry>
  )
}

import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { readPendingCode } from '@/lib/auth/flow/pending'
import { Address, CodeEntry } from '../../code-entry'
import { enterCode, resend } from '../actions'

export const metadata: Metadata = { title: 'Enter your code' }

export default async function EnterCodePage() {
  const pending = await readPendingCode('sign-in')
  if (!pending) redirect('/auth/code')
  return (
    <CodeEntry
      title="Enter your code"
      pending={pending}
      form={{ action: enterCode, label: 'Sign in', pendingLabel: 'Signing in…' }}
      resend={resend}
      elsewhere="/auth/code"
    >
      We sent a code to <Address>{pending.email}</Address>. It expires in 10 minutes.
    </CodeEntry>
  )
}

import { FormMessage } from '@/components/ui/forms/form-message'
import { demoAccount } from '@/lib/demo'

/** The account to try things out with; on a local Neon only. */
export function DemoNotice() {
  if (!demoAccount) return null
  return (
    <FormMessage tone="notice">
      This app runs on a local Neon. To look around, sign in as{' '}
      <code className="font-mono break-all">{demoAccount.email}</code> with the password{' '}
      <code className="font-mono break-all">{demoAccount.password}</code>
    </FormMessage>
  )
}

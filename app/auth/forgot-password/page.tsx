import type { Metadata } from 'next'
import { TextLink } from '@/components/ui/text-link'
import { ForgotPasswordForm } from './form'

export const metadata: Metadata = { title: 'Forgot your password' }

export default function ForgotPasswordPage() {
  return (
    <>
      <div className="grid gap-2">
        <h1 className="text-xl">Forgot your password?</h1>
        <p className="text-muted-foreground">Enter your email and we’ll send a reset link.</p>
      </div>
      <ForgotPasswordForm />
      <p className="text-sm text-muted-foreground">
        Remembered it? <TextLink href="/auth/sign-in">Sign in</TextLink>
      </p>
    </>
  )
}

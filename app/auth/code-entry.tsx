import type { ComponentProps, ReactNode } from 'react'
import { TextLink } from '@/components/ui/text-link'
import { secondsToWait, type PendingCode } from '@/lib/auth/flow/pending'
import type { FormAction } from '@/components/use-form-action'
import { CodeForm } from './code-form'
import { ResendForm } from './resend-form'

/**
 * A page that asks for an emailed code.
 *
 * @param form the code form's action and labels
 * @param resend the server action that sends another code
 * @param elsewhere where to enter another email
 * @param children text above the form
 */
export function CodeEntry({
  title,
  pending,
  form,
  resend,
  elsewhere,
  children,
}: {
  title: string
  pending: PendingCode
  form: ComponentProps<typeof CodeForm>
  resend: FormAction
  elsewhere: '/auth/code' | '/auth/sign-up'
  children: ReactNode
}) {
  return (
    <>
      <div className="grid gap-2">
        <h1 className="text-xl">{title}</h1>
        <p className="text-muted-foreground">{children}</p>
      </div>
      <CodeForm {...form} />
      <ResendForm action={resend} wait={secondsToWait(pending)} sentAt={pending.sentAt} />
      <p className="text-sm text-muted-foreground">
        Wrong email?{' '}
        <TextLink href={`${elsewhere}?next=${encodeURIComponent(pending.next)}`}>
          Change it
        </TextLink>
      </p>
    </>
  )
}

/** An email in a sentence. */
export function Address({ children }: { children: string }) {
  return <bdi className="font-medium wrap-anywhere text-foreground">{children}</bdi>
}

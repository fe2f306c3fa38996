'use client'

import { useEffect, useState } from 'react'
import { Form } from '@/components/ui/forms/form'
import { FormMessage } from '@/components/ui/forms/form-message'
import { SubmitButton } from '@/components/ui/forms/submit-button'
import { useFormAction, type FormAction } from '@/components/use-form-action'

/**
 * Sends another code, after a visible countdown. Without JavaScript, the button is there at once and the
 * server says how long to wait.
 *
 * @param wait seconds until another code may be sent, by the server's clock
 * @param sentAt tells sendings apart, so the countdown restarts
 */
export function ResendForm({
  action: serverAction,
  wait,
  sentAt,
}: {
  action: FormAction
  wait: number
  sentAt: number
}) {
  const [state, action] = useFormAction(serverAction, [])
  return (
    <Form action={action} state={state} className="gap-3">
      <FormMessage tone={state.tone}>{state.message}</FormMessage>
      <Countdown key={sentAt} seconds={wait} />
    </Form>
  )
}

function Countdown({ seconds }: { seconds: number }) {
  const [left, setLeft] = useState(seconds)
  useEffect(() => {
    const start = performance.now()
    const timer = setInterval(() => {
      const now = Math.max(0, seconds - Math.floor((performance.now() - start) / 1000))
      setLeft(now)
      if (now === 0) clearInterval(timer)
    }, 500)
    return () => clearInterval(timer)
  }, [seconds])

  return (
    <>
      {left > 0 && (
        <p className="text-sm text-muted-foreground noscript:hidden">
          Resend code in{' '}
          <span className="font-mono tabular-nums">
            {Math.floor(left / 60)}:{String(left % 60).padStart(2, '0')}
          </span>
        </p>
      )}
      <div className={left > 0 ? 'hidden noscript:block' : undefined}>
        <SubmitButton variant="secondary" size="sm" label="Resend code" pendingLabel="Sending…" />
      </div>
    </>
  )
}

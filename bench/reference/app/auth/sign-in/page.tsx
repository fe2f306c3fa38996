'use client'

import { useActionState } from 'react'
import { signIn } from './actions'

export default function SignInPage() {
  const [state, action, isPending] = useActionState(signIn, null)
  return (
    <>
      <h1 className="text-xl">Sign in</h1>
      <form action={action} className="grid gap-4">
        <input name="email" type="email" aria-label="Email" required />
        <input name="password" type="password" aria-label="Password" required />
        {state?.error && <p>{state.error}</p>}
        <button type="submit" disabled={isPending}>
          Sign in
        </button>
      </form>
    </>
  )
}

'use server'

import { redirect } from 'next/navigation'
import { auth } from '../../../lib/auth/server'

export async function signIn(
  _previous: { error: string } | null,
  form: FormData,
): Promise<{ error: string } | null> {
  const { error } = await auth.signIn.email({
    email: String(form.get('email')),
    password: String(form.get('password')),
  })
  if (error) return { error: error.message || 'You could not be signed in.' }
  redirect('/posts')
}

import 'server-only'
import { notFound } from 'next/navigation'
import { getAdmin } from '@/lib/auth/admin'

/**
 * For a page of admins: to everybody else there is none. proxy.ts has seen to it before; this is the
 * lock.
 *
 * @returns the admin's id; undefined when Neon Auth does not answer
 */
export async function requireAdmin(): Promise<string | undefined> {
  const state = await getAdmin()
  if (state.status === 'stranger') notFound()
  return state.status === 'admin' ? state.id : undefined
}

import 'server-only'
import { notFound } from 'next/navigation'
import { getAdmin } from '@/lib/auth/admin'

/**
 * For admin pages, which don't exist for anyone else. proxy.ts has checked already; this is the lock.
 *
 * @returns the admin's id; undefined if Neon Auth doesn't answer
 */
export async function requireAdmin(): Promise<string | undefined> {
  const state = await getAdmin()
  if (state.status === 'stranger') notFound()
  return state.status === 'admin' ? state.id : undefined
}

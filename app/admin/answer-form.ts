import 'server-only'
import { getAdmin } from '@/lib/auth/admin'
import type { Failure } from '@/lib/auth/answer'
import { isOwnOrigin } from '@/lib/http/own-origin'
import { describeError, log } from '@/lib/server/log'

/** What became of a form, by its word in the address of the page that says so (./results). */
export type Result = { done: string } | { failed: string }

/** Nothing was done, since Neon Auth refused or gave no answer. */
export function failureOf(answer: Failure): Result {
  if (answer.reason !== 'refused') return { failed: 'auth' }
  return { failed: answer.status === 404 ? 'gone' : 'refused' }
}

/**
 * Answers a form of an admin's page. These are route handlers and no server actions: Next answers the id
 * of an action that it knows otherwise than one that it does not, on every page, and the ids stand in
 * scripts that anybody may load. What anybody else sends here is answered by proxy.ts like what is sent
 * to any unknown address; without it, by a bare 404.
 *
 * @param work gets the admin's id and the form, and says what became of it
 * @param pathFor where it leads then
 */
export async function answerForm(
  request: Request,
  pathFor: (result: Result) => string,
  work: (adminId: string, form: FormData) => Promise<Result>,
): Promise<Response> {
  const admin = await getAdmin()
  if (admin.status === 'stranger' || !isOwnOrigin(request)) return nothingHere()
  const result = admin.status === 'admin' ? await tryTo(work, admin.id, request) : authFailed
  const query = new URLSearchParams(result).toString()
  return new Response(null, {
    status: 303,
    headers: { Location: `${pathFor(result)}?${query}`, 'Cache-Control': 'private, no-store' },
  })
}

const authFailed: Result = { failed: 'auth' }

/** The answer for what has no address, where no page is rendered. */
export function nothingHere(): Response {
  return new Response('Not found\n', { status: 404, headers: { 'Cache-Control': 'no-store' } })
}

async function tryTo(
  work: (adminId: string, form: FormData) => Promise<Result>,
  adminId: string,
  request: Request,
): Promise<Result> {
  const form = await request.formData().catch(() => undefined)
  if (!form) return { failed: 'unreadable' }
  try {
    return await work(adminId, form)
  } catch (error) {
    log('error', 'admin.failed', { adminId, reason: describeError(error) })
    return { failed: 'database' }
  }
}

import 'server-only'
import { getAdmin } from '@/lib/auth/admin'
import type { Failure } from '@/lib/auth/answer'
import { isOwnOrigin } from '@/lib/http/own-origin'
import { describeError, log } from '@/lib/server/log'

/** A form's result, as the parameter of the page that shows it (./results). */
export type Result = { done: string } | { failed: string }

/** Nothing was done, since Neon Auth refused or didn't answer. */
export function failureOf(answer: Failure): Result {
  if (answer.reason !== 'refused') return { failed: 'auth' }
  return { failed: answer.status === 404 ? 'gone' : 'refused' }
}

/**
 * Answers an admin page's form. These are route handlers, not server actions: on every page, Next answers
 * known action ids differently from unknown ones, and the ids are in scripts that anyone can load. proxy.ts
 * answers everyone else as for an unknown URL; without it, they get a bare 404.
 *
 * @param work gets the admin's id and the form, and returns the result
 * @param pathFor where to go afterwards
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

/** The answer for an unknown URL, without a page. */
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

import { answerForm, failureOf, nothingHere, type Result } from '@/app/admin/answer-form'
import { deleteDataLeftBy } from '@/lib/account-data'
import { banInput, confirmInput, roleInput } from '@/lib/admin/input'
import { people } from '@/lib/auth/admin'
import type { Answer } from '@/lib/auth/answer'
import { parseForm } from '@/lib/form'
import { parseAuthorId } from '@/lib/posts/input'
import { log, type LogFields } from '@/lib/server/log'

interface Given {
  /** Whom it's about. */
  userId: string
  form: FormData
  /** Returns the result, and logs what was done. */
  finish: (answer: Answer<unknown>, done: string, about?: LogFields) => Result
}

/** An admin's actions on someone, by URL. */
const actions: Record<string, (given: Given) => Promise<Result>> = {
  async role({ userId, form, finish }) {
    const input = parseForm(roleInput, form)
    if (!input.ok) return { failed: 'unreadable' }
    const { role } = input.value
    return finish(await people.setRole(userId, role), 'role', { role })
  },
  async ban({ userId, form, finish }) {
    const input = parseForm(banInput, form)
    if (!input.ok) return { failed: 'reason' }
    const { reason, days: seconds } = input.value
    return finish(await people.ban(userId, { reason, seconds }), 'banned', { seconds })
  },
  async unban({ userId, finish }) {
    return finish(await people.unban(userId), 'unbanned')
  },
  async 'sign-out'({ userId, finish }) {
    return finish(await people.signOut(userId), 'signed-out')
  },
  async remove({ userId, form, finish }) {
    if (!parseForm(confirmInput, form).ok) return { failed: 'confirm' }
    const answer = await people.remove(userId)
    // Someone already gone may have left data if this failed halfway before.
    const isGone = answer.ok || (answer.reason === 'refused' && answer.status === 404)
    if (!isGone) return failureOf(answer)
    await deleteDataLeftBy(userId)
    return finish({ ok: true, data: null }, 'removed')
  },
}

/** An admin's actions on anyone but themselves. */
export async function POST(
  request: Request,
  { params }: RouteContext<'/admin/users/[id]/[action]'>,
): Promise<Response> {
  const { id, action } = await params
  const userId = parseAuthorId(id)
  const run = Object.hasOwn(actions, action) ? actions[action] : undefined
  if (!userId || !run) return nothingHere()
  return answerForm(
    request,
    (result) =>
      'done' in result && result.done === 'removed' ? '/admin/users' : `/admin/users/${userId}`,
    async (adminId, form) => {
      if (userId === adminId) return { failed: 'self' }
      return run({
        userId,
        form,
        finish(answer, done, about) {
          if (!answer.ok) return failureOf(answer)
          log('info', `admin.${done}`, { adminId, userId, ...about })
          return { done }
        },
      })
    },
  )
}

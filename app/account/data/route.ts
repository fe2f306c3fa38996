import { redirect } from 'next/navigation'
import { exportDataOf, type AccountData } from '@/lib/account-data'
import { listSignInMethods } from '@/lib/auth/account'
import { getFreshSession } from '@/lib/auth/session'
import { describeError, log } from '@/lib/server/log'
import { signInPath } from '@/lib/http/next-path'

/** Everything about the reader as a JSON file, without tokens and password hashes. */
export async function GET(): Promise<Response> {
  const session = await getFreshSession()
  if (session.status === 'signed-out') redirect(signInPath('/account'))
  if (session.status === 'unavailable') redirect('/account?failed=data')
  const { user } = session.data
  const [methods, owned] = await Promise.all([listSignInMethods(), readOrLog(user.id)])
  if (!methods.ok || !owned) redirect('/account?failed=data')

  const data = {
    exportedAt: new Date(),
    account: {
      id: user.id,
      name: user.name,
      email: user.email,
      emailVerified: user.emailVerified,
      picture: user.image ?? null,
      createdAt: user.createdAt,
      updatedAt: user.updatedAt,
    },
    waysToSignIn: methods.data,
    ...owned,
  }
  return new Response(`${JSON.stringify(data, null, 2)}\n`, {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': 'attachment; filename="my-data.json"',
      'Cache-Control': 'private, no-store',
    },
  })
}

async function readOrLog(userId: string): Promise<AccountData | undefined> {
  try {
    return await exportDataOf(userId)
  } catch (error) {
    log('error', 'account.data', { reason: describeError(error) })
    return undefined
  }
}

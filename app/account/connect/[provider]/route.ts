import { redirect } from 'next/navigation'
import { isOwnVisit, startAtProvider } from '@/lib/auth/flow/provider'
import { auth } from '@/lib/auth/server'
import { getFreshViewer } from '@/lib/auth/session'
import { signInPath } from '@/lib/http/next-path'

/** Leads to a provider to connect it to the signed-in person's account. */
export async function GET(
  request: Request,
  { params }: RouteContext<'/account/connect/[provider]'>,
): Promise<Response> {
  if (!isOwnVisit(request)) redirect('/account')
  const state = await getFreshViewer()
  if (state.status === 'signed-out') redirect(signInPath('/account'))
  const { provider } = await params
  redirect(
    await startAtProvider(auth.linkSocial, {
      provider,
      returnTo: '/account?done=connected',
      errorPath: '/account',
    }),
  )
}

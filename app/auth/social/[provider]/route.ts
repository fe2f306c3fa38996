import { redirect } from 'next/navigation'
import { isOwnVisit, startAtProvider } from '@/lib/auth/flow/provider'
import { auth } from '@/lib/auth/server'
import { safeNextPath, signInPath } from '@/lib/http/next-path'

/**
 * Leads to a provider to sign in. A link, not a form: the page's policy lets no form lead to another origin.
 * It only sets the cookie that binds the sign-in to this browser.
 */
export async function GET(
  request: Request,
  { params }: RouteContext<'/auth/social/[provider]'>,
): Promise<Response> {
  const next = safeNextPath(new URL(request.url).searchParams.get('next'))
  const errorPath = signInPath(next)
  if (!isOwnVisit(request)) redirect(errorPath)
  const { provider } = await params
  redirect(await startAtProvider(auth.signIn.social, { provider, returnTo: next, errorPath }))
}

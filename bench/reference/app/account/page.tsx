import { redirect } from 'next/navigation'
import { auth } from '../../lib/auth/server'

export const dynamic = 'force-dynamic'

export default async function AccountPage() {
  const { data: session } = await auth.getSession()
  if (!session) redirect('/auth/sign-in')
  const [methods, sessions] = await Promise.all([auth.listAccounts(), auth.listSessions()])
  return (
    <>
      <h1 className="text-xl">Account</h1>
      <p>{session.user.email}</p>
      <ul>
        {methods.data?.map((method) => (
          <li key={method.id}>{method.providerId}</li>
        ))}
      </ul>
      <ul>
        {sessions.data?.map((place) => (
          <li key={place.id}>{place.userAgent}</li>
        ))}
      </ul>
    </>
  )
}

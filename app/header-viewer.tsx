import { GuestLinks } from '@/components/shell/guest-links'
import { portraitOf } from '@/components/ui/portrait'
import { UserMenu } from '@/components/user-menu'
import { getViewer } from '@/lib/auth/session'
import { signOut } from './auth/_sign-out/actions'

/** The right end of the header: the way in, or the signed-in person's menu. */
export async function HeaderViewer() {
  const state = await getViewer()
  if (state.status === 'signed-out')
    return <GuestLinks signIn="/auth/sign-in" signUp="/auth/sign-up" />
  if (state.status === 'unavailable') return null
  const { name, email, image, isAdmin } = state.viewer
  return (
    <UserMenu
      name={name}
      email={email}
      portrait={portraitOf(name, image)}
      links={[
        { href: '/posts/mine', label: 'Your posts' },
        { href: '/account', label: 'Account' },
        ...(isAdmin ? [{ href: '/admin/users', label: 'Users' }] : []),
      ]}
      signOut={signOut}
    />
  )
}

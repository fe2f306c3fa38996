'use client'

import { Link } from './link'
import { Avatar } from './ui/avatar'
import type { Portrait } from './ui/portrait'
import { SubmitButton } from './ui/forms/submit-button'
import { Menu } from './ui/overlay/menu'

interface UserMenuProps {
  name: string
  /** The email. */
  email: string
  portrait: Portrait
  links: readonly { href: string; label: string }[]
  /** The server action that signs out. */
  signOut: (data: FormData) => void | Promise<void>
}

/**
 * Who is signed in, where they can go, and the way out. Works without JavaScript: the menu is a native
 * popover, and sign-out is a form. A client component, so the page carries its few values instead of a
 * description of all its elements.
 */
export function UserMenu({ name, email, portrait, links, signOut }: UserMenuProps) {
  return (
    <Menu
      label="Account menu"
      triggerClassName="grid size-11 shrink-0 place-items-center rounded-full"
      trigger={<Avatar {...portrait} />}
    >
      <div className="border-b px-4 py-3 text-sm">
        <p dir="auto" title={name} className="truncate font-medium">
          {name}
        </p>
        <p title={email} className="truncate text-muted-foreground">
          {email}
        </p>
      </div>
      <ul className="border-b p-1.5">
        {links.map(({ href, label }) => (
          <li key={href}>
            <Link href={href} className="menu-item">
              {label}
            </Link>
          </li>
        ))}
      </ul>
      <form action={signOut} className="p-1.5">
        <SubmitButton
          variant="ghost"
          label="Sign out"
          pendingLabel="Signing out…"
          className="menu-item"
        />
      </form>
    </Menu>
  )
}

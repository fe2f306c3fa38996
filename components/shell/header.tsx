import { Link } from '../link'
import type { ReactNode } from 'react'
import { siteName } from '../site'
import { ThemeToggle } from '../theme-toggle'
import { Logo } from './logo'
import { NavLink } from './nav-link'

interface HeaderProps {
  /** The places to go, in order. */
  links: readonly { href: string; label: string }[]
  /** Who is there: `GuestLinks`, `UserMenu` or, if that's unknown, nothing. */
  children?: ReactNode
  /** Whether it's on a public page. Its links then load whole pages, whose headers know who is there. */
  isPublic?: boolean
}

/**
 * Every page's header. The theme toggle comes last and everything is laid out from both ends, so nothing
 * moves, whoever is there.
 */
export function Header({ links, isPublic = false, children }: HeaderProps) {
  const Home = isPublic ? 'a' : Link
  return (
    <header className="border-b bg-background">
      <div className="column flex h-16 items-center gap-1 sm:gap-3">
        <Home href="/" className="-ml-1 flex h-11 items-center gap-2 rounded-md px-1 font-semibold">
          <Logo className="size-6 shrink-0" />
          <span className="max-[24rem]:sr-only">{siteName}</span>
        </Home>
        <nav aria-label="Main" className="flex items-center">
          {links.map(({ href, label }) =>
            isPublic ? (
              <a key={href} href={href} className="nav-link">
                {label}
              </a>
            ) : (
              <NavLink key={href} href={href}>
                {label}
              </NavLink>
            ),
          )}
        </nav>
        <div className="ml-auto flex shrink-0 items-center justify-end gap-1">{children}</div>
        <ThemeToggle />
      </div>
    </header>
  )
}

'use client'

import { Link } from '../link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'

/** Pages below another header link's that have their own link. */
const apart = ['/posts/new']

/** A header link; marks itself as current on its own page and those below. */
export function NavLink({ href, children }: { href: string; children: ReactNode }) {
  const path = usePathname()
  const isBelow = path.startsWith(`${href}/`) && !apart.includes(path)
  const current = path === href ? 'page' : isBelow ? true : undefined
  return (
    <Link href={href} aria-current={current} className="nav-link">
      {children}
    </Link>
  )
}

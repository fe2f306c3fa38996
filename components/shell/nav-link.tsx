'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'

/** A link of the header; marks itself as current on its own page and those below. */
export function NavLink({ href, children }: { href: string; children: ReactNode }) {
  const path = usePathname()
  const current = path === href ? 'page' : path.startsWith(`${href}/`) ? true : undefined
  return (
    <Link href={href} aria-current={current} className="nav-link">
      {children}
    </Link>
  )
}

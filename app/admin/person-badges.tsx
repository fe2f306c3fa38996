import { Badge } from '@/components/ui/badge'
import type { Person } from '@/lib/admin/people'
import { isAdminRole } from '@/lib/auth/admin-role'

/** Marks admins and banned people. */
export function PersonBadges({ person: { role, isBanned } }: { person: Person }) {
  return (
    <>
      {isAdminRole(role) && <Badge tone="accent">Admin</Badge>}
      {isBanned && <Badge tone="danger">Banned</Badge>}
    </>
  )
}

import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/forms/field'
import { Input } from '@/components/ui/forms/input'
import { exactTime } from '@/lib/time'
import { banLengths, maxReasonLength } from '@/lib/admin/input'
import type { Person } from '@/lib/admin/people'
import { isAdminRole } from '@/lib/auth/admin-role'
import { Confirmation } from './confirmation'

interface PersonProps {
  person: Person
}

/** Makes someone an admin, or no longer one. */
export function RoleForm({ person: { id, role } }: PersonProps) {
  const isAdmin = isAdminRole(role)
  return (
    <form method="post" action={`/admin/users/${id}/role`}>
      <Button type="submit" variant="secondary" name="role" value={isAdmin ? 'user' : 'admin'}>
        {isAdmin ? 'Remove as admin' : 'Make admin'}
      </Button>
    </form>
  )
}

/** Bans someone, or says why and until when they're banned and lifts the ban. */
export function BanForm({ person: { id, isBanned, banReason, banExpires } }: PersonProps) {
  if (isBanned) {
    return (
      <form method="post" action={`/admin/users/${id}/unban`} className="grid gap-4">
        <p className="wrap-anywhere">
          Banned {banExpires ? `until ${exactTime(banExpires)}` : 'until lifted'}
          {banReason && (
            <>
              : <bdi>{banReason}</bdi>
            </>
          )}
        </p>
        <div>
          <Button type="submit" variant="secondary">
            Lift ban
          </Button>
        </div>
      </form>
    )
  }
  return (
    <form method="post" action={`/admin/users/${id}/ban`} className="form">
      <Field name="reason" label="Reason" description="They’ll see it when they try to sign in.">
        {(control) => <Input {...control} maxLength={maxReasonLength} autoComplete="off" />}
      </Field>
      <Field name="days" label="How long">
        {(control) => (
          <select {...control} defaultValue="7" className="control">
            {banLengths.map(({ days, label }) => (
              <option key={days} value={days}>
                {label}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div>
        <Button type="submit" variant="danger">
          Ban
        </Button>
      </div>
    </form>
  )
}

/** Deletes someone with everything they wrote, after asking. */
export function RemovalForm({ userId, name }: { userId: string; name: string }) {
  return (
    <Confirmation
      action={`/admin/users/${userId}/remove`}
      question="Delete account…"
      label="Delete account and posts"
    >
      This deletes <bdi>{name}</bdi>’s account and everything they wrote. It can’t be undone.
    </Confirmation>
  )
}

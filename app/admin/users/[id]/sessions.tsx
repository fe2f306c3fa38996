import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import type { PersonSession } from '@/lib/auth/admin'
import type { Answer } from '@/lib/auth/answer'

interface SessionsProps {
  userId: string
  sessions: Answer<PersonSession[]>
  /** The present, in ISO 8601. */
  now: string
}

/** Where someone is signed in, and a button that signs them out everywhere. */
export function Sessions({ userId, sessions, now }: SessionsProps) {
  if (!sessions.ok) {
    return (
      <p className="text-muted-foreground">
        The sign-in service isn’t answering. Reload the page in a moment.
      </p>
    )
  }
  if (sessions.data.length === 0) {
    return <p className="text-muted-foreground">Not signed in anywhere.</p>
  }
  return (
    <div className="grid grid-cols-1 gap-4">
      <ul className="grid grid-cols-1 divide-y">
        {sessions.data.map(({ id, device, lastUsed }) => (
          <li key={id} className="grid py-3 first:pt-0">
            <span className="font-medium">{device}</span>
            <span className="text-sm text-muted-foreground">
              Last used <RelativeTime date={lastUsed.toISOString()} now={now} />
            </span>
          </li>
        ))}
      </ul>
      <form method="post" action={`/admin/users/${userId}/sign-out`}>
        <Button type="submit" variant="secondary">
          Sign out everywhere
        </Button>
      </form>
    </div>
  )
}

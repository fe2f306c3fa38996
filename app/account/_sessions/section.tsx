import { Badge } from '@/components/ui/badge'
import { RelativeTime } from '@/components/ui/relative-time'
import { exactTime } from '@/lib/time'
import type { SignedInPlace } from '@/lib/auth/account'
import { EndSessionButton, SessionsForm } from './form'

/** Where the reader is signed in. */
export function Sessions({ places, now }: { places: SignedInPlace[]; now: string }) {
  return (
    <SessionsForm>
      <ul className="grid grid-cols-1 divide-y">
        {places.map(({ id, device, lastUsed, isCurrent }) => (
          <li
            key={id}
            className="flex min-h-16 flex-wrap items-center justify-between gap-3 py-3 first:pt-0"
          >
            <div className="grid">
              <span className="font-medium">{device}</span>
              <span className="text-sm text-muted-foreground">
                Last used <RelativeTime date={lastUsed.toISOString()} now={now} />
              </span>
            </div>
            {isCurrent ? (
              <Badge tone="accent">This device</Badge>
            ) : (
              <EndSessionButton
                id={id}
                label="End"
                name={`End session: ${device}, last used ${exactTime(lastUsed)}`}
              />
            )}
          </li>
        ))}
      </ul>
      {places.length > 1 && (
        <div>
          <EndSessionButton
            id="others"
            label="End all other sessions"
            name="End all other sessions"
          />
        </div>
      )}
    </SessionsForm>
  )
}

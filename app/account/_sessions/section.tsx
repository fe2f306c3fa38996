import { Badge } from '@/components/ui/badge'
import { RelativeTime } from '@/components/ui/relative-time'
import { exactTime } from '@/lib/time'
import type { SignedInPlace } from '@/lib/auth/account'
import { EndSessionButton, SessionsForm } from './form'

/** Names a place for people who can't see where its button is. */
function nameOf({ device, lastUsed }: SignedInPlace): string {
  return `${device}, last used ${exactTime(lastUsed)}`
}

/** The same, numbered from the second place with the same name. */
function numbered(places: SignedInPlace[], index: number): string {
  const names = places
    .slice(0, index + 1)
    .filter(({ isCurrent }) => !isCurrent)
    .map(nameOf)
  const name = names.at(-1) ?? ''
  const count = names.filter((other) => other === name).length
  return count > 1 ? `${name} (${count})` : name
}

/** Where the reader is signed in. */
export function Sessions({ places, now }: { places: SignedInPlace[]; now: string }) {
  return (
    <SessionsForm>
      <ul className="grid grid-cols-1 divide-y">
        {places.map(({ id, device, lastUsed, isCurrent }, index) => (
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
                label="Sign out"
                name={`Sign out ${numbered(places, index)}`}
              />
            )}
          </li>
        ))}
      </ul>
      {places.length > 1 && (
        <div>
          <EndSessionButton
            id="others"
            label="Sign out everywhere else"
            name="Sign out everywhere else"
          />
        </div>
      )}
    </SessionsForm>
  )
}

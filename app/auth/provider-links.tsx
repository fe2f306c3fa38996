import { Link } from '@/components/link'
import { ProviderIcon } from '@/components/provider-icon'
import { buttonStyles } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import { Separator } from '@/components/ui/separator'
import { offeredProviders } from '@/lib/auth/flow/provider'

/**
 * The other ways to sign in: the configured providers, and a code by email. Plain links: they lead to another
 * origin, where the page's policy lets no form go, and nothing must prefetch them.
 *
 * @param next where to go afterwards, one of our paths
 */
export function ProviderLinks({ next }: { next: string }) {
  return (
    <>
      <Separator>or</Separator>
      <ul className="grid gap-3">
        {offeredProviders.map(({ id, label }) => (
          <li key={id} className="grid">
            <a
              href={`/auth/social/${id}?next=${encodeURIComponent(next)}`}
              className={buttonStyles({ variant: 'secondary' })}
            >
              <ProviderIcon id={id} />
              Continue with {label}
            </a>
          </li>
        ))}
        <li className="grid">
          <Link
            href={`/auth/code?next=${encodeURIComponent(next)}`}
            className={buttonStyles({ variant: 'secondary' })}
          >
            <Icon name="mail" />
            Continue with a code by email
          </Link>
        </li>
      </ul>
    </>
  )
}

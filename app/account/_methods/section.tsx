import { ProviderIcon } from '@/components/provider-icon'
import { buttonStyles } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import type { SignInMethod } from '@/lib/auth/account'
import { offeredProviders, providerLabel } from '@/lib/auth/flow/provider'
import { DisconnectButton, MethodsForm } from './form'

/** The account's ways to sign in, and those it could connect. */
export function SignInMethods({ methods }: { methods: SignInMethod[] }) {
  const connected = new Set(methods.map(({ provider }) => provider))
  const open = offeredProviders.filter(({ id }) => !connected.has(id))
  return (
    <MethodsForm>
      <ul className="grid grid-cols-1 divide-y">
        {methods.map(({ provider }) => (
          <Row
            key={provider}
            provider={provider}
            state={provider === 'credential' ? 'Set' : 'Connected'}
          >
            {provider !== 'credential' && methods.length > 1 && (
              <DisconnectButton provider={provider} label={providerLabel(provider)} />
            )}
          </Row>
        ))}
        {open.map(({ id, label }) => (
          <Row key={id} provider={id} state="Not connected">
            <a
              href={`/account/connect/${id}`}
              aria-label={`Connect ${label}`}
              className={buttonStyles({ variant: 'secondary', size: 'sm' })}
            >
              Connect
            </a>
          </Row>
        ))}
      </ul>
    </MethodsForm>
  )
}

function Row({
  provider,
  state,
  children,
}: {
  provider: string
  state: string
  children: React.ReactNode
}) {
  return (
    <li className="flex min-h-16 flex-wrap items-center justify-between gap-3 py-3 first:pt-0">
      <span className="flex items-center gap-3 [&>:first-child]:size-5">
        {provider === 'credential' ? <Icon name="key" /> : <ProviderIcon id={provider} />}
        <span className="grid">
          <span className="font-medium">{providerLabel(provider)}</span>
          <span className="text-sm text-muted-foreground">{state}</span>
        </span>
      </span>
      {children}
    </li>
  )
}

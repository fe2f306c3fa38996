import type { Account } from './accounts'
import type { ExpiringStore } from './expiring-store'
import type { Grant } from './profiles'
import type { Client, ProviderId } from './providers'
import type { SigningKey } from './signing-key'

/** A checked authorization request, waiting for the person's answer or for its code to be redeemed. */
export interface AuthorizationRequest {
  provider: ProviderId
  redirectUri: string
  scopes: readonly string[]
  state: string | undefined
  nonce: string | undefined
  codeChallenge: string | undefined
  loginHint: string | undefined
}

/** A code sent to the app, and the access token it was redeemed for. */
export interface Code {
  request: AuthorizationRequest
  account: Account
  redeemed: string | undefined
}

/** An identity provider's whole state, in memory until the process ends. */
export interface ProviderState {
  /** Its own origin, without a trailing slash. */
  url: string
  clients: Record<ProviderId, Client>
  accounts: readonly Account[]
  /** The only address for a provider's codes. */
  redirectUri(provider: ProviderId): string
  /** Milliseconds since 1970. */
  now(): number
  signingKey(): Promise<SigningKey>
  requests: ExpiringStore<AuthorizationRequest>
  codes: ExpiringStore<Code>
  tokens: ExpiringStore<Grant>
}

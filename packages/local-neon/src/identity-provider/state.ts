import type { Account } from './accounts'
import type { ExpiringStore } from './expiring-store'
import type { Grant } from './profiles'
import type { Client, ProviderId } from './providers'
import type { SigningKey } from './signing-key'

/** A checked authorization request, which waits for the person's answer or for its code to be redeemed. */
export interface AuthorizationRequest {
  provider: ProviderId
  redirectUri: string
  scopes: readonly string[]
  state: string | undefined
  nonce: string | undefined
  codeChallenge: string | undefined
  loginHint: string | undefined
}

/** A code that was sent to the app, and the access token it was redeemed for. */
export interface Code {
  request: AuthorizationRequest
  account: Account
  redeemed: string | undefined
}

/** Everything that one identity provider knows. All of it is in memory and ends with the process. */
export interface ProviderState {
  /** Its own origin, without a slash at the end. */
  url: string
  clients: Record<ProviderId, Client>
  accounts: readonly Account[]
  /** The one address to which a provider's codes may be sent. */
  redirectUri(provider: ProviderId): string
  /** Milliseconds since 1970. */
  now(): number
  signingKey(): Promise<SigningKey>
  requests: ExpiringStore<AuthorizationRequest>
  codes: ExpiringStore<Code>
  tokens: ExpiringStore<Grant>
}

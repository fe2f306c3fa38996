import 'server-only'

/** A connection string's TLS settings, and the rest of it. */
export interface TlsChoice {
  /** The connection string without parameters that only libpq understands. */
  url: string
  /** Options for Node's TLS, or false for a connection without it. */
  ssl: { rejectUnauthorized: boolean } | false
}

/**
 * Reads `sslmode` so both TCP drivers treat it alike: on their own, only one checks the certificate for
 * `require`. Without it, or with `disable`, there is no TLS; `no-verify` encrypts without checking the
 * certificate; every other mode checks it, as node-postgres does. Use `NODE_EXTRA_CA_CERTS` for a private
 * authority.
 *
 * @param connectionString a Postgres URL; Neon's say `sslmode=require&channel_binding=require`
 */
export function readTls(connectionString: string): TlsChoice {
  const url = new URL(connectionString)
  const mode = url.searchParams.get('sslmode') ?? 'disable'
  // postgres-js would send `channel_binding` to the server, which doesn't know it.
  url.searchParams.delete('sslmode')
  url.searchParams.delete('channel_binding')
  return {
    url: url.href,
    ssl: mode === 'disable' ? false : { rejectUnauthorized: mode !== 'no-verify' },
  }
}

import 'server-only'

/** What a connection string says about TLS, and the rest of it. */
export interface TlsChoice {
  /** The connection string without the parameters that only libpq understands. */
  url: string
  /** Options for Node's TLS, or false for a connection without it. */
  ssl: { rejectUnauthorized: boolean } | false
}

/**
 * Reads `sslmode`, so that both TCP drivers mean the same by it: on their own, one checks the
 * certificate for `require` and the other does not. Without it, or with `disable`, there is no TLS;
 * `no-verify` encrypts without checking the certificate; every other mode checks it, as node-postgres
 * does. A private authority is made known to Node with `NODE_EXTRA_CA_CERTS`.
 *
 * @param connectionString a Postgres URL; Neon's say `sslmode=require&channel_binding=require`
 */
export function readTls(connectionString: string): TlsChoice {
  const url = new URL(connectionString)
  const mode = url.searchParams.get('sslmode') ?? 'disable'
  // postgres-js would send `channel_binding` to the server, which knows no such setting.
  url.searchParams.delete('sslmode')
  url.searchParams.delete('channel_binding')
  return {
    url: url.href,
    ssl: mode === 'disable' ? false : { rejectUnauthorized: mode !== 'no-verify' },
  }
}

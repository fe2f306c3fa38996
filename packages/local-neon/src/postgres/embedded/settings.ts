/** What the embedded Postgres is like, whoever starts it. */
import { join } from 'node:path'

/** Names of a new Neon project's role and database. */
export const OWNER = 'neondb_owner'
export const DATABASE = 'neondb'

/** Neon's own superuser. Nobody signs in as it from outside. */
export const SUPERUSER = 'cloud_admin'

/** As what a new cluster is made. macOS and Windows have no locale C.UTF-8 of their own. */
export const INITDB_OPTIONS = [
  `--username=${SUPERUSER}`,
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  `--locale=${process.platform === 'linux' ? 'C.UTF-8' : 'C'}`,
  '--auth=trust',
  '--wal-segsize=4',
  '--no-sync',
]

export interface ServerPlace {
  /** The cluster. */
  cluster: string
  /** A private folder, for the socket. */
  run: string
  /** The port on 127.0.0.1 where there can be no socket: Node has none on Windows. */
  port: number | null
  /** The value of `extension_control_path`. */
  extensions: string
  /** Nothing has to outlive the process. */
  isTemporary: boolean
}

/**
 * The options with which Postgres starts. What an app can see is as on Neon's smallest computes:
 * https://neon.com/docs/reference/compatibility#postgres-parameter-settings. The rest keeps it small.
 */
export function serverOptions(place: ServerPlace): string[] {
  const { cluster, run, port, extensions, isTemporary } = place
  const settings: Record<string, string> = {
    ...(port === null
      ? { listen_addresses: '', unix_socket_directories: run, unix_socket_permissions: '0700' }
      : { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '' }),
    hba_file: join(run, 'pg_hba.conf'),
    extension_control_path: extensions,
    timezone: 'GMT',
    log_timezone: 'GMT',
    default_text_search_config: 'pg_catalog.english',
    max_connections: '112',
    idle_in_transaction_session_timeout: '5min',
    shared_preload_libraries: 'pg_stat_statements',
    'pg_stat_statements.max': '1000',
    // Windows has no such thing, and does not know the word.
    ...(process.platform !== 'win32' && { file_copy_method: 'clone' }),
    shared_buffers: '64MB',
    max_wal_size: '256MB',
    huge_pages: 'off',
    io_method: 'sync',
    // What is asked for by nobody any more ends, even when nothing is left to cancel it.
    client_connection_check_interval: '1s',
    log_min_messages: 'fatal',
    ...(isTemporary && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return ['-D', cluster, ...options]
}

/**
 * Who may connect. To the socket: everybody who gets there, which is the user alone that Postgres
 * runs as. That user could read and write the database's files as well, so a password would keep
 * nobody out; those of clients are checked before they get here.
 */
export function hostBasedAuthentication({ port }: Pick<ServerPlace, 'port'>): string {
  const [type, address, method] =
    port === null ? ['local', '', 'trust'] : ['host', '127.0.0.1/32', 'scram-sha-256']
  return ['all', 'replication']
    .map((database) => `${type} ${database} all ${address} ${method}\n`)
    .join('')
}

/** The socket in the folder `run`. */
export const SOCKET = '.s.PGSQL.5432'

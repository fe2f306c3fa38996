/** The embedded Postgres's settings, whoever starts it. */
import { join } from 'node:path'

/** A new Neon project's role and database. */
export const OWNER = 'neondb_owner'
export const DATABASE = 'neondb'

/** Neon's own superuser. Nobody signs in as it from outside. */
export const SUPERUSER = 'cloud_admin'

/** Options for a new cluster. macOS and Windows have no C.UTF-8 locale of their own. */
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
  /** The port on 127.0.0.1 if there can't be a socket: Node has none on Windows. */
  port: number | null
  /** The value of `extension_control_path`. */
  extensions: string
  /** Nothing has to outlive the process. */
  isTemporary: boolean
}

/**
 * Postgres's start options. What an app can see is as on Neon's smallest computes:
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
    // Windows has no such thing and doesn't know the word.
    ...(process.platform !== 'win32' && { file_copy_method: 'clone' }),
    shared_buffers: '64MB',
    max_wal_size: '256MB',
    huge_pages: 'off',
    io_method: 'sync',
    // Ends statements that nobody is waiting for, even with nothing left to cancel them.
    client_connection_check_interval: '1s',
    log_min_messages: 'fatal',
    ...(isTemporary && { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return ['-D', cluster, ...options]
}

/**
 * Who may connect. To the socket: anyone who gets there, which is only the user Postgres runs as. That user
 * can read and write the database's files anyway, so a password would keep nobody out; clients' passwords
 * are checked before they get here.
 */
export function hostBasedAuthentication({ port }: Pick<ServerPlace, 'port'>): string {
  const [type, address, method] =
    port === null ? ['local', '', 'trust'] : ['host', '127.0.0.1/32', 'scram-sha-256']
  return ['all', 'replication']
    .map((database) => `${type} ${database} all ${address} ${method}\n`)
    .join('')
}

/** The socket in the `run` folder. */
export const SOCKET = '.s.PGSQL.5432'

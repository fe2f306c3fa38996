/** What the embedded Postgres is like, whoever starts it. */

/** Names of a new Neon project's role and database. */
export const CREDENTIALS = { user: 'neondb_owner', password: 'local', database: 'neondb' }

/** Neon's own superuser. Nobody signs in as it. */
export const SUPERUSER = 'cloud_admin'

/**
 * How Postgres starts. `--single` and `-j` are what PGlite needs; the rest keeps it small, since
 * there is one session and no other process. `-F`: no fsync. A killed process loses nothing by it
 * (what was written is in the operating system's cache); a power cut may.
 */
export const START_PARAMETERS = [
  '--single',
  '-F',
  '-j',
  ...[
    'exit_on_error=false',
    'log_checkpoints=false',
    'io_method=sync',
    'max_worker_processes=0',
    'max_parallel_workers=0',
    'max_parallel_workers_per_gather=0',
    'max_parallel_maintenance_workers=0',
    'shared_buffers=16MB',
    'max_wal_size=64MB',
    // Postgres ends a statement that is nested deeper, with 54001; see the stack in thread.ts.
    'max_stack_depth=512kB',
  ].flatMap((setting) => ['-c', setting]),
]

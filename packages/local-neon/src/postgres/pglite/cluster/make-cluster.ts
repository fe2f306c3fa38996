/**
 * A program of its own: makes a new cluster, with the roles and the database of a fresh Neon project,
 * and puts it into the archive that its first argument names. initdb needs half a gigabyte for some
 * seconds, which goes back to the machine when this process ends.
 */
import { writeFileSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { quoteIdentifier, quoteLiteral } from '../../quote'
import { CREDENTIALS, START_PARAMETERS, SUPERUSER } from './settings'
import { writeTar } from './tar'
import type { TarEntry } from './tar'

const [archive] = process.argv.slice(2)
if (archive === undefined) throw new Error('the name of the archive is missing')

const postgres = await PGlite.create({
  database: 'template1',
  initDbStartParams: ['-U', SUPERUSER, '--wal-segsize=4'],
  startParams: START_PARAMETERS,
})
const owner = quoteIdentifier(CREDENTIALS.user)
const database = quoteIdentifier(CREDENTIALS.database)
// The owner is no superuser but a member of neon_superuser, as in the cloud:
// https://neon.com/docs/manage/roles#the-neonsuperuser-role
await postgres.exec(`
  CREATE ROLE neon_superuser CREATEDB CREATEROLE REPLICATION BYPASSRLS NOLOGIN;
  GRANT pg_read_all_data, pg_write_all_data, pg_monitor, pg_signal_backend, pg_maintain,
    pg_create_subscription TO neon_superuser WITH ADMIN OPTION;
  CREATE ROLE ${owner} LOGIN CREATEDB CREATEROLE REPLICATION BYPASSRLS
    PASSWORD ${quoteLiteral(CREDENTIALS.password)} IN ROLE neon_superuser;
  GRANT ALL ON SCHEMA public TO neon_superuser WITH GRANT OPTION;
`)
// There is one backend for all clients, so nobody may end it.
await postgres.exec('REVOKE EXECUTE ON FUNCTION pg_terminate_backend(int, bigint) FROM PUBLIC')
// A lock of the one session would be everybody's, so it would lock nobody out. The functions cannot
// be dropped or replaced (Postgres finds them by number), so they step aside for others.
for (const kind of ['advisory_lock', 'advisory_lock_shared']) {
  for (const keys of ['bigint', 'int, int']) {
    await refuse(`pg_${kind}`, keys, 'void')
    await refuse(`pg_try_${kind}`, keys, 'boolean')
  }
}
await postgres.exec('DROP DATABASE postgres')
await postgres.exec(`CREATE DATABASE ${database} OWNER ${owner}`)
const files = postgres.Module.FS
await postgres.close()
writeFileSync(archive, writeTar(entriesOf(PGlite.paths.PGDATA, '')))

/** What is in a folder of Postgres' files, with names that begin with `prefix`. */
function* entriesOf(folder: string, prefix: string): Generator<TarEntry> {
  for (const entry of files.readdir(folder)) {
    if (entry === '.' || entry === '..') continue
    const [path, name] = [`${folder}/${entry}`, `${prefix}${entry}`]
    if (files.isDir(files.stat(path).mode)) {
      yield { name: `${name}/`, bytes: null }
      yield* entriesOf(path, `${name}/`)
    } else yield { name, bytes: Buffer.from(files.readFile(path)) }
  }
}

async function refuse(name: string, keys: string, returns: string): Promise<void> {
  await postgres.exec(`
    ALTER FUNCTION pg_catalog.${name}(${keys}) RENAME TO local_neon_${name};
    REVOKE EXECUTE ON FUNCTION pg_catalog.local_neon_${name}(${keys}) FROM PUBLIC;
    CREATE FUNCTION pg_catalog.${name}(${keys}) RETURNS ${returns} LANGUAGE plpgsql STRICT AS $$
    BEGIN
      RAISE feature_not_supported USING
        MESSAGE = 'session-level advisory locks are not available in the embedded Postgres',
        HINT = 'Use pg_advisory_xact_lock, or put a Postgres server behind local Neon.';
    END $$`)
}

/** Making a new cluster: roles and database as a fresh Neon project has them. */
import { PGlite } from '@electric-sql/pglite'
import { quoteIdentifier, quoteLiteral } from '../quote'
import { START_PARAMETERS } from './postgres'
import type { Archive, CreateErrand } from './thread'

/** Neon's own superuser. Nobody signs in as it. */
export const SUPERUSER = 'cloud_admin'

/**
 * Makes a cluster in memory with the owner's role and database and gives it as a tar file.
 * The role is no superuser but a member of `neon_superuser`, as in the cloud:
 * https://neon.com/docs/manage/roles#the-neonsuperuser-role
 */
export async function createCluster(errand: CreateErrand): Promise<Archive> {
  const postgres = await PGlite.create({
    pgliteWasmModule: errand.module,
    database: 'template1',
    initDbStartParams: ['-U', SUPERUSER],
    startParams: START_PARAMETERS,
  })
  const owner = quoteIdentifier(errand.user)
  const database = quoteIdentifier(errand.database)
  await postgres.exec(`
    CREATE ROLE neon_superuser CREATEDB CREATEROLE REPLICATION BYPASSRLS NOLOGIN;
    GRANT pg_read_all_data, pg_write_all_data, pg_monitor, pg_signal_backend, pg_maintain,
      pg_create_subscription TO neon_superuser WITH ADMIN OPTION;
    CREATE ROLE ${owner} LOGIN CREATEDB CREATEROLE REPLICATION BYPASSRLS
      PASSWORD ${quoteLiteral(errand.password)} IN ROLE neon_superuser;
    GRANT CREATE ON SCHEMA public TO neon_superuser WITH GRANT OPTION;
  `)
  await postgres.exec(`ALTER DATABASE postgres RENAME TO ${database}`)
  await postgres.exec(`ALTER DATABASE ${database} OWNER TO ${owner}`)
  const file = await postgres.dumpDataDir('none')
  const archive = await file.arrayBuffer()
  await postgres.close()
  return archive
}

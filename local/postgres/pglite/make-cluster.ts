/**
 * A program of its own: makes a new cluster in the folder that its first argument names, with the
 * roles and the database of a fresh Neon project. initdb needs half a gigabyte for some seconds,
 * which goes back to the machine when this process ends.
 */
import { PGlite } from '@electric-sql/pglite'
import { quoteIdentifier, quoteLiteral } from '../quote'
import { CREDENTIALS, START_PARAMETERS, SUPERUSER } from './settings'

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('the folder is missing')

const postgres = await PGlite.create({
  dataDir: folder,
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
await postgres.exec('DROP DATABASE postgres')
await postgres.exec(`CREATE DATABASE ${database} OWNER ${owner}`)
await postgres.close()

/** A database's files: finding and making them. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { quoteIdentifier, quoteLiteral } from '../quote'
import type { Binaries } from './binaries'
import type { Owner, RunAs } from './run-as'
import { DATABASE, INITDB_OPTIONS, OWNER } from './settings'
import { templateOf } from './template'

/** The data folder is an earlier local Neon's, which this one can't read. */
export class OldFolder extends Error {
  constructor(folder: string) {
    super(
      `The database in ${folder} was made by an earlier local Neon, on PGlite, and cannot be read by ` +
        'this one. Nothing was changed. Move the folder away or delete it for a new database; what is ' +
        'in it can be copied with the version that made it, and pg_dump.',
    )
  }
}

/** A file in every finished cluster. */
export const COMPLETE = 'local-neon'

/** One database's files. */
export interface Cluster {
  /** Postgres's own folder. */
  folder: string
  /** For the database's owner. */
  password: string
  /** For Postgres's superuser, if it needs one. */
  superuserPassword: string
  /** It has to be made, or finished. */
  isNew: boolean
}

/**
 * Checks what is in a data folder, and gives it a password.
 * @param data the data folder, which exists
 * @throws OldFolder
 */
export function openCluster(data: string, runAs: RunAs): Cluster {
  const folder = join(data, 'postgres')
  const file = join(data, 'password')
  if (existsSync(folder) && !existsSync(file)) throw new OldFolder(data)
  if (!existsSync(file)) {
    writeFileSync(file, `${randomPassword()}\n`, { mode: 0o600 })
    giveTo(file, runAs.project)
  }
  const password = readFileSync(file, 'utf8').trim()
  const complete = join(folder, COMPLETE)
  const isNew = !existsSync(complete)
  const superuserPassword = isNew ? randomPassword() : readFileSync(complete, 'utf8').trim()
  return { folder, password, superuserPassword, isNew }
}

function randomPassword(): string {
  return randomBytes(18).toString('base64url')
}

/**
 * Makes a new cluster's files, from the template if there is one.
 * @returns ends the background work
 * @throws Error with initdb's message
 */
export async function initialize(
  { folder }: Cluster,
  { version, initdb }: Binaries,
  runAs: RunAs,
  env: NodeJS.ProcessEnv,
): Promise<() => void> {
  // An unfinished one has never been used.
  rmSync(folder, { recursive: true, force: true })
  const template = templateOf(version, initdb)
  const isCopy = await template.copyTo(folder)
  if (!isCopy) await runInitdb(folder, initdb, runAs, env)
  const end = isCopy ? () => {} : await template.makeFrom(folder)
  giveTo(folder, runAs.server.owner)
  return end
}

async function runInitdb(
  folder: string,
  initdb: string,
  runAs: RunAs,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  mkdirSync(folder, { mode: 0o700 })
  giveTo(folder, runAs.initdb.owner)
  const [file = '', ...args] = [...runAs.initdb.prefix, initdb, '-D', folder, ...INITDB_OPTIONS]
  const child = spawn(file, args, {
    ...runAs.initdb.options,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    windowsHide: true,
    // Ctrl-C only reaches this process, which stops once it has started.
    detached: process.platform !== 'win32',
  })
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve)
  })
  if (code !== 0) throw new Error(`Making a new database failed: ${complaints.trim()}`)
}

/** Makes a fresh Neon project's roles and database. */
export async function populate(admin: Pool, cluster: Cluster): Promise<void> {
  const owner = quoteIdentifier(OWNER)
  // The owner is no superuser but a member of neon_superuser, as in the cloud:
  // https://neon.com/docs/manage/roles#the-neonsuperuser-role
  await admin.query(`
    CREATE ROLE neon_superuser CREATEDB CREATEROLE REPLICATION BYPASSRLS NOLOGIN;
    GRANT pg_read_all_data, pg_write_all_data, pg_monitor, pg_signal_backend, pg_maintain,
      pg_create_subscription TO neon_superuser WITH ADMIN OPTION;
    CREATE ROLE ${owner} LOGIN CREATEDB CREATEROLE REPLICATION BYPASSRLS
      PASSWORD ${quoteLiteral(cluster.password)} IN ROLE neon_superuser;
    ALTER ROLE CURRENT_USER PASSWORD ${quoteLiteral(cluster.superuserPassword)}`)
  await admin.query(`CREATE DATABASE ${quoteIdentifier(DATABASE)} OWNER ${owner}`)
}

/** Marks a cluster as complete. */
export function complete({ folder, superuserPassword }: Cluster, runAs: RunAs): void {
  const file = join(folder, COMPLETE)
  writeFileSync(file, `${superuserPassword}\n`, { mode: 0o600 })
  giveTo(file, runAs.server.owner)
}

/** Makes another user the owner of a file, or of a folder and its content. */
export function giveTo(path: string, owner: Owner | null): void {
  if (owner === null || statSync(path).uid === owner.uid) return
  const isFolder = statSync(path).isDirectory()
  const inside = isFolder ? readdirSync(path, { recursive: true, encoding: 'utf8' }) : []
  for (const entry of inside) lchownSync(join(path, entry), owner.uid, owner.gid)
  chownSync(path, owner.uid, owner.gid)
}

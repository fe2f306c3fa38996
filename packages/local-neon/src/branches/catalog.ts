/** What is written down of branches and snapshots: a table of the database `postgres`. */
import type { Pool } from 'pg'
import { DATABASE } from '../postgres/embedded/settings'
import { errorFields, PostgresError } from '../postgres/messages'
import { quoteIdentifier } from '../postgres/quote'
import { BranchProblem, copyName } from './branches'

export type Kind = 'branch' | 'snapshot'

/** A branch or a snapshot as it is written down. */
export interface Copy {
  kind: Kind
  name: string
  /** Of a branch, the branch it was made from; of a snapshot, the one it was taken of. */
  parent: string | null
  isCurrent: boolean
  createdAt: Date
  bytes: number
}

/** The branch of a new database. */
const FIRST = 'main'

const TABLE = `
  CREATE SCHEMA IF NOT EXISTS local_neon;
  CREATE TABLE IF NOT EXISTS local_neon.copy (
    kind text NOT NULL,
    name text NOT NULL,
    parent text,
    is_current boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    belongings jsonb,
    PRIMARY KEY (kind, name)
  );
  INSERT INTO local_neon.copy (kind, name, is_current)
    SELECT 'branch', '${FIRST}', true WHERE NOT EXISTS (SELECT FROM local_neon.copy WHERE is_current)`

/** The names of branches and snapshots, and where their data are. */
export class Catalog {
  #admin: Pool
  /** Names of branches; the value tells whether it is the current one. */
  #names = new Map<string, boolean>()

  private constructor(admin: Pool) {
    this.#admin = admin
  }

  static async open(admin: Pool): Promise<Catalog> {
    const catalog = new Catalog(admin)
    await admin.query(TABLE)
    await catalog.readNames()
    return catalog
  }

  /** The branch that the connection strings without one lead to. */
  get current(): string {
    for (const [name, isCurrent] of this.#names) if (isCurrent) return name
    return FIRST
  }

  /** The database of a branch that there is. */
  databaseOf(branch: string): string {
    return branch === this.current ? DATABASE : databaseName('branch', branch)
  }

  /**
   * The database of a branch that a client asks for.
   * @throws PostgresError when there is no such branch
   */
  databaseFor(branch: string): string {
    if (this.#names.has(branch)) return this.databaseOf(branch)
    const text = `The requested endpoint could not be found: there is no branch "${branch}".`
    throw new PostgresError(errorFields('FATAL', 'XX000', text))
  }

  /** Brings the names up to date with what is written down. */
  async readNames(): Promise<void> {
    const { rows } = await this.#admin.query<{ name: string; current: boolean }>(
      "SELECT name, is_current AS current FROM local_neon.copy WHERE kind = 'branch'",
    )
    this.#names = new Map(rows.map(({ name, current }) => [name, current]))
  }

  /** All branches or snapshots, the oldest first. */
  async copies(kind: Kind): Promise<Copy[]> {
    const { rows } = await this.#admin.query<Copy>(
      `SELECT kind, name, parent, is_current AS "isCurrent", created_at AS "createdAt",
          pg_database_size(datname)::float8 AS bytes
        FROM local_neon.copy JOIN pg_database
          ON datname = CASE WHEN is_current THEN '${DATABASE}' ELSE kind || '/' || name END
        WHERE kind = $1 ORDER BY created_at, name`,
      [kind],
    )
    return rows
  }

  /** @throws BranchProblem when there is none */
  async find(kind: Kind, name: string): Promise<Copy> {
    const copy = (await this.copies(kind)).find((each) => each.name === name)
    if (copy) return copy
    throw new BranchProblem('missing', `There is no ${kind} ${name}.`)
  }

  /** @throws BranchProblem when a name is no name, or taken */
  async mustBeFree(kind: Kind, name: string): Promise<void> {
    const valid = copyName.safeParse(name)
    if (!valid.success) {
      throw new BranchProblem(
        'invalid',
        valid.error.issues[0]?.message ?? 'That isn’t a valid name.',
      )
    }
    if ((await this.copies(kind)).some((each) => each.name === name)) {
      throw new BranchProblem('conflict', `There is a ${kind} ${name} already.`)
    }
  }

  /** A name for a snapshot that is made before a restore. */
  async nameBeforeRestore(): Promise<string> {
    const taken = (await this.copies('snapshot')).map(({ name }) => name)
    const name = `before-restore-${timestamp()}`
    let free = name
    for (let number = 2; taken.includes(free); number++) free = `${name}-${number}`
    return free
  }

  /**
   * Does all of it or nothing.
   * @param statements each alone, or with its parameters
   */
  async transaction(statements: (string | [string, ...string[]])[]): Promise<void> {
    const client = await this.#admin.connect()
    try {
      await client.query('BEGIN')
      for (const statement of statements) {
        const [text, ...parameters] = typeof statement === 'string' ? [statement] : statement
        await client.query(text, parameters)
      }
      await client.query('COMMIT')
      client.release()
    } catch (error) {
      client.release(true)
      throw error
    }
  }
}

/** Where a branch that is not the current one, or a snapshot, is kept. */
export function databaseName(kind: Kind, name: string): string {
  return `${kind}/${name}`
}

/** Gives a database another name. */
export function rename(from: string, to: string): string {
  return `ALTER DATABASE ${quoteIdentifier(from)} RENAME TO ${quoteIdentifier(to)}`
}

/** Lets nobody connect to a database any more. */
export function close(database: string): string {
  return `ALTER DATABASE ${quoteIdentifier(database)} ALLOW_CONNECTIONS false`
}

/** Writes down a snapshot of a branch as that is written down itself. */
export function snapshotOf(name: string, branch: string): [string, ...string[]] {
  const text = `INSERT INTO local_neon.copy (kind, name, parent, belongings)
    SELECT 'snapshot', $1, name, belongings FROM local_neon.copy
      WHERE kind = 'branch' AND name = $2`
  return [text, name, branch]
}

/** The moment, as a part of a name: `20250131-154500`. */
function timestamp(): string {
  return new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
}

/** The record of branches and snapshots: a table in the database `postgres`. */
import type { Pool } from 'pg'
import { DATABASE } from '../postgres/embedded/settings'
import { errorFields, PostgresError } from '../postgres/messages'
import { quoteIdentifier } from '../postgres/quote'
import { BranchProblem, copyName } from './branches'

export type Kind = 'branch' | 'snapshot'

/** A branch or a snapshot as recorded. */
export interface Copy {
  kind: Kind
  name: string
  /** A branch's origin, or the branch a snapshot was taken from. */
  parent: string | null
  isCurrent: boolean
  createdAt: Date
  bytes: number
}

/** A new database's branch. */
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

/** The names of branches and snapshots, and where their data is. */
export class Catalog {
  #admin: Pool
  /** Branch names; the value says whether it's the current one. */
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

  /** Where connection strings without a branch lead. */
  get current(): string {
    for (const [name, isCurrent] of this.#names) if (isCurrent) return name
    return FIRST
  }

  /** An existing branch's database. */
  databaseOf(branch: string): string {
    return branch === this.current ? DATABASE : databaseName('branch', branch)
  }

  /**
   * The database of the branch a client asks for.
   * @throws PostgresError if there is no such branch
   */
  databaseFor(branch: string): string {
    if (this.#names.has(branch)) return this.databaseOf(branch)
    const text = `The requested endpoint could not be found: there is no branch "${branch}".`
    throw new PostgresError(errorFields('FATAL', 'XX000', text))
  }

  /** Updates the names from the record. */
  async readNames(): Promise<void> {
    const { rows } = await this.#admin.query<{ name: string; current: boolean }>(
      "SELECT name, is_current AS current FROM local_neon.copy WHERE kind = 'branch'",
    )
    this.#names = new Map(rows.map(({ name, current }) => [name, current]))
  }

  /** All branches or snapshots, oldest first. */
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

  /** @throws BranchProblem if there is none */
  async find(kind: Kind, name: string): Promise<Copy> {
    const copy = (await this.copies(kind)).find((each) => each.name === name)
    if (copy) return copy
    throw new BranchProblem('missing', `There is no ${kind} ${name}.`)
  }

  /** @throws BranchProblem if the name is invalid or taken */
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

  /** A name for a snapshot made before a restore. */
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

/** Where a snapshot or a branch that isn't current is kept. */
export function databaseName(kind: Kind, name: string): string {
  return `${kind}/${name}`
}

export function rename(from: string, to: string): string {
  return `ALTER DATABASE ${quoteIdentifier(from)} RENAME TO ${quoteIdentifier(to)}`
}

/** Stops all new connections to a database. */
export function close(database: string): string {
  return `ALTER DATABASE ${quoteIdentifier(database)} ALLOW_CONNECTIONS false`
}

/** Records a snapshot of a branch from the branch's own record. */
export function snapshotOf(name: string, branch: string): [string, ...string[]] {
  const text = `INSERT INTO local_neon.copy (kind, name, parent, belongings)
    SELECT 'snapshot', $1, name, belongings FROM local_neon.copy
      WHERE kind = 'branch' AND name = $2`
  return [text, name, branch]
}

/** The time as part of a name: `20250131-154500`. */
function timestamp(): string {
  return new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
}

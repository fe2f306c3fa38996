/** Branches and snapshots in one cluster: each is a database of its own. */
import type { Readable } from 'node:stream'
import type { Pool } from 'pg'
import { DATABASE } from '../postgres/embedded/settings'
import type { Login } from '../postgres/engine'
import { errorFields, PostgresError } from '../postgres/messages'
import { quoteIdentifier } from '../postgres/quote'
import { BranchProblem, copyName } from './branches'
import type { Belongings, Branch, KeptBranches, Snapshot } from './branches'
import { copyDatabase, dropDatabase } from './copy-database'
import type { Traffic } from './traffic'

type Kind = 'branch' | 'snapshot'

/** A branch or a snapshot as it is written down. */
interface Copy {
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

/** No branch has this name: a database that is not yet, or no longer, anything. */
const SPARE = 'branch/'
const OLD = 'branch//old'

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

interface StoreParts {
  /** Connections of the superuser to the database `postgres`, which keeps what is known of all copies. */
  admin: Pool
  traffic: Traffic
  exportCluster: () => Promise<Readable>
}

/**
 * The current branch is the database `neondb`; a checkout renames it and another one, so that an app
 * sees the same name whichever branch it is on. What an operation changes, it changes in one
 * transaction; when it is interrupted, it has not happened.
 */
export class BranchStore implements KeptBranches {
  #admin: Pool
  #traffic: Traffic
  #exportCluster: () => Promise<Readable>
  #belongings: Belongings | null = null
  /** Names of branches; the value tells whether it is the current one. */
  #names = new Map<string, boolean>()
  #last: Promise<unknown> = Promise.resolve()

  private constructor(parts: StoreParts) {
    this.#admin = parts.admin
    this.#traffic = parts.traffic
    this.#exportCluster = parts.exportCluster
  }

  static async open(parts: StoreParts): Promise<BranchStore> {
    const store = new BranchStore(parts)
    await parts.admin.query(TABLE)
    await store.#readNames()
    return store
  }

  /**
   * The database that a client gets.
   * @throws PostgresError when there is no such branch
   */
  databaseFor({ database, branch }: Login): string {
    if (database !== DATABASE || branch === undefined) return database
    if (this.#names.has(branch)) return this.#databaseOf(branch)
    const text = `The requested endpoint could not be found: there is no branch "${branch}".`
    throw new PostgresError(errorFields('FATAL', 'XX000', text))
  }

  async list(): Promise<Branch[]> {
    return (await this.#copies('branch')).map(({ kind: _, ...branch }) => branch)
  }

  async snapshots(): Promise<Snapshot[]> {
    const copies = await this.#copies('snapshot')
    return copies.map(({ name, parent, createdAt, bytes }) => {
      return { name, branch: parent ?? '', createdAt, bytes }
    })
  }

  create(name: string, from?: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#mustBeFree('branch', name)
      const parent = from ?? this.#current
      const source = this.#databaseOf((await this.#find('branch', parent)).name)
      await this.#keep()
      await this.#copyHeld(source, databaseName('branch', name))
      await this.#admin.query(
        `INSERT INTO local_neon.copy (kind, name, parent, belongings)
          SELECT 'branch', $1, name, belongings FROM local_neon.copy
            WHERE kind = 'branch' AND name = $2`,
        [name, parent],
      )
    })
  }

  checkout(name: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#find('branch', name)
      const before = this.#current
      if (name === before) return
      const target = databaseName('branch', name)
      await this.#traffic.hold([DATABASE, target], async () => {
        await this.#keep()
        await this.#transaction([
          rename(DATABASE, databaseName('branch', before)),
          rename(target, DATABASE),
          'UPDATE local_neon.copy SET is_current = false WHERE is_current',
          [
            "UPDATE local_neon.copy SET is_current = true WHERE kind = 'branch' AND name = $1",
            name,
          ],
        ])
        await this.#readNames()
        await this.#load()
      })
    })
  }

  reset(name: string, keepAs?: string): Promise<void> {
    return this.#inTurn(async () => {
      const { parent } = await this.#find('branch', name)
      if (parent === null) {
        throw new BranchProblem('conflict', `${name} has no parent to be reset to.`)
      }
      if (keepAs !== undefined) await this.#mustBeFree('snapshot', keepAs)
      await this.#keep()
      await this.#copyHeld(this.#databaseOf(parent), SPARE)
      await this.#replace(name, { kind: 'branch', name: parent }, keepAs)
    })
  }

  delete(name: string): Promise<void> {
    return this.#inTurn(async () => {
      const { isCurrent } = await this.#find('branch', name)
      if (isCurrent) {
        throw new BranchProblem(
          'conflict',
          `${name} is the current branch. Check out another first.`,
        )
      }
      const children = (await this.list()).filter(({ parent }) => parent === name)
      if (children.length > 0) {
        const names = children.map((child) => child.name).join(', ')
        throw new BranchProblem('conflict', `${name} has branches of its own: ${names}.`)
      }
      await this.#forget('branch', name)
    })
  }

  save(name: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#mustBeFree('snapshot', name)
      const target = databaseName('snapshot', name)
      await this.#keep()
      await this.#copyHeld(DATABASE, target)
      await this.#transaction([close(target), snapshotOf(name, this.#current)])
    })
  }

  restore(name: string): Promise<string> {
    return this.#inTurn(async () => {
      await this.#find('snapshot', name)
      const keepAs = await this.#unused(`before-restore-${timestamp()}`)
      await this.#keep()
      await copyDatabase(this.#admin, databaseName('snapshot', name), SPARE)
      await this.#replace(this.#current, { kind: 'snapshot', name }, keepAs)
      return keepAs
    })
  }

  deleteSnapshot(name: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#find('snapshot', name)
      await this.#forget('snapshot', name)
    })
  }

  export(): Promise<Readable> {
    return this.#inTurn(async () => {
      await this.#keep()
      return this.#exportCluster()
    })
  }

  async adopt(belongings: Belongings): Promise<void> {
    this.#belongings = belongings
    await this.#load()
  }

  /** Writes down what belongs to the current branch, before the end. */
  close(): Promise<void> {
    return this.#inTurn(() => this.#keep())
  }

  get #current(): string {
    for (const [name, isCurrent] of this.#names) if (isCurrent) return name
    return FIRST
  }

  #databaseOf(branch: string): string {
    return branch === this.#current ? DATABASE : databaseName('branch', branch)
  }

  /** Puts the spare database in the place of a branch, whose data goes into a snapshot or is dropped. */
  async #replace(
    branch: string,
    source: Pick<Copy, 'kind' | 'name'>,
    keepAs: string | undefined,
  ): Promise<void> {
    const target = this.#databaseOf(branch)
    const old = keepAs === undefined ? OLD : databaseName('snapshot', keepAs)
    await dropDatabase(this.#admin, OLD)
    await this.#traffic.hold([target], async () => {
      await this.#keep()
      await this.#transaction([
        rename(target, old),
        rename(SPARE, target),
        ...(keepAs === undefined ? [] : [close(old), snapshotOf(keepAs, branch)]),
        [
          `UPDATE local_neon.copy AS target SET belongings = source.belongings
            FROM local_neon.copy AS source WHERE target.kind = 'branch' AND target.name = $1
              AND source.kind = $2 AND source.name = $3`,
          branch,
          source.kind,
          source.name,
        ],
      ])
      if (branch === this.#current) await this.#load()
    })
    if (keepAs === undefined) this.#dropLater(OLD)
  }

  #copyHeld(source: string, target: string): Promise<void> {
    return this.#traffic.hold([source], () => copyDatabase(this.#admin, source, target))
  }

  async #forget(kind: Kind, name: string): Promise<void> {
    await this.#admin.query('DELETE FROM local_neon.copy WHERE kind = $1 AND name = $2', [
      kind,
      name,
    ])
    // From now on nobody finds it any more.
    await this.#readNames()
    this.#dropLater(databaseName(kind, name))
  }

  /** Dropping a database waits for a checkpoint, which nobody has to wait for but the next change. */
  #dropLater(database: string): void {
    void this.#inTurn(() => dropDatabase(this.#admin, database)).catch(() => {})
  }

  /** Does one change after the other. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      try {
        return await work()
      } finally {
        await this.#readNames()
      }
    })
    this.#last = turn.catch(() => {})
    return turn
  }

  async #readNames(): Promise<void> {
    const { rows } = await this.#admin.query<{ name: string; current: boolean }>(
      "SELECT name, is_current AS current FROM local_neon.copy WHERE kind = 'branch'",
    )
    this.#names = new Map(rows.map(({ name, current }) => [name, current]))
  }

  async #copies(kind: Kind): Promise<Copy[]> {
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

  async #find(kind: Kind, name: string): Promise<Copy> {
    const copy = (await this.#copies(kind)).find((each) => each.name === name)
    if (copy) return copy
    throw new BranchProblem('missing', `There is no ${kind} ${name}.`)
  }

  async #mustBeFree(kind: Kind, name: string): Promise<void> {
    const valid = copyName.safeParse(name)
    if (!valid.success) {
      throw new BranchProblem('invalid', valid.error.issues[0]?.message ?? 'This is no name.')
    }
    if ((await this.#copies(kind)).some((each) => each.name === name)) {
      throw new BranchProblem('conflict', `There is a ${kind} ${name} already.`)
    }
  }

  async #unused(name: string): Promise<string> {
    const taken = (await this.snapshots()).map((snapshot) => snapshot.name)
    let free = name
    for (let number = 2; taken.includes(free); number++) free = `${name}-${number}`
    return free
  }

  async #keep(): Promise<void> {
    if (this.#belongings === null) return
    await this.#admin.query('UPDATE local_neon.copy SET belongings = $1::jsonb WHERE is_current', [
      JSON.stringify(this.#belongings.save()),
    ])
  }

  async #load(): Promise<void> {
    const { rows } = await this.#admin.query<{ belongings: unknown }>(
      'SELECT belongings FROM local_neon.copy WHERE is_current',
    )
    this.#belongings?.load(rows[0]?.belongings ?? undefined)
  }

  /** @param statements each alone, or with its parameters */
  async #transaction(statements: (string | [string, ...string[]])[]): Promise<void> {
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

function databaseName(kind: Kind, name: string): string {
  return `${kind}/${name}`
}

function rename(from: string, to: string): string {
  return `ALTER DATABASE ${quoteIdentifier(from)} RENAME TO ${quoteIdentifier(to)}`
}

/** Lets nobody connect to a database any more. */
function close(database: string): string {
  return `ALTER DATABASE ${quoteIdentifier(database)} ALLOW_CONNECTIONS false`
}

/** Writes down a snapshot of a branch as that is written down itself. */
function snapshotOf(name: string, branch: string): [string, ...string[]] {
  const text = `INSERT INTO local_neon.copy (kind, name, parent, belongings)
    SELECT 'snapshot', $1, name, belongings FROM local_neon.copy
      WHERE kind = 'branch' AND name = $2`
  return [text, name, branch]
}

/** The moment, as a part of a name: `20250131-154500`. */
function timestamp(): string {
  return new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
}

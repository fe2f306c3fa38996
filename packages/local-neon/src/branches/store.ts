/** Branches and snapshots in one cluster, each in its own database. */
import type { Readable } from 'node:stream'
import type { Pool } from 'pg'
import { DATABASE } from '../postgres/embedded/settings'
import type { Login } from '../postgres/engine'
import { BranchProblem } from './branches'
import type { Belongings, Branch, KeptBranches, Snapshot } from './branches'
import { Catalog, close, databaseName, rename, snapshotOf } from './catalog'
import type { Copy, Kind } from './catalog'
import { copyDatabase, dropDatabase } from './copy-database'
import type { Traffic } from './traffic'

/** No branch has this name: the database isn't anything yet, or any more. */
const SPARE = 'branch/'
const OLD = 'branch//old'

interface StoreParts {
  /** Superuser connections to the database `postgres`, which has the record of all copies. */
  admin: Pool
  traffic: Traffic
  exportCluster: () => Promise<Readable>
}

/**
 * The current branch is the database `neondb`; a checkout renames it and another one, so an app sees the
 * same name on every branch. An operation makes its changes in one transaction; if interrupted, it hasn't
 * happened.
 */
export class BranchStore implements KeptBranches {
  #admin: Pool
  #catalog: Catalog
  #traffic: Traffic
  #exportCluster: () => Promise<Readable>
  #belongings: Belongings | null = null
  #last: Promise<unknown> = Promise.resolve()

  private constructor(parts: StoreParts, catalog: Catalog) {
    this.#admin = parts.admin
    this.#catalog = catalog
    this.#traffic = parts.traffic
    this.#exportCluster = parts.exportCluster
  }

  static async open(parts: StoreParts): Promise<BranchStore> {
    return new BranchStore(parts, await Catalog.open(parts.admin))
  }

  /**
   * The database a client gets.
   * @throws PostgresError if there is no such branch
   */
  databaseFor({ database, branch }: Login): string {
    if (database !== DATABASE || branch === undefined) return database
    return this.#catalog.databaseFor(branch)
  }

  async list(): Promise<Branch[]> {
    return (await this.#catalog.copies('branch')).map(({ kind: _, ...branch }) => branch)
  }

  async snapshots(): Promise<Snapshot[]> {
    const copies = await this.#catalog.copies('snapshot')
    return copies.map(({ name, parent, createdAt, bytes }) => {
      return { name, branch: parent ?? '', createdAt, bytes }
    })
  }

  create(name: string, from?: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#catalog.mustBeFree('branch', name)
      const parent = from ?? this.#catalog.current
      const source = this.#catalog.databaseOf((await this.#catalog.find('branch', parent)).name)
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
      await this.#catalog.find('branch', name)
      const before = this.#catalog.current
      if (name === before) return
      const target = databaseName('branch', name)
      await this.#traffic.hold([DATABASE, target], async () => {
        await this.#keep()
        await this.#catalog.transaction([
          rename(DATABASE, databaseName('branch', before)),
          rename(target, DATABASE),
          'UPDATE local_neon.copy SET is_current = false WHERE is_current',
          [
            "UPDATE local_neon.copy SET is_current = true WHERE kind = 'branch' AND name = $1",
            name,
          ],
        ])
        await this.#catalog.readNames()
        await this.#load()
      })
    })
  }

  reset(name: string, keepAs?: string): Promise<void> {
    return this.#inTurn(async () => {
      const { parent } = await this.#catalog.find('branch', name)
      if (parent === null) {
        throw new BranchProblem('conflict', `${name} has no parent to be reset to.`)
      }
      if (keepAs !== undefined) await this.#catalog.mustBeFree('snapshot', keepAs)
      await this.#keep()
      await this.#copyHeld(this.#catalog.databaseOf(parent), SPARE)
      await this.#replace(name, { kind: 'branch', name: parent }, keepAs)
    })
  }

  delete(name: string): Promise<void> {
    return this.#inTurn(async () => {
      const { isCurrent } = await this.#catalog.find('branch', name)
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
      await this.#catalog.mustBeFree('snapshot', name)
      const target = databaseName('snapshot', name)
      await this.#keep()
      await this.#copyHeld(DATABASE, target)
      await this.#catalog.transaction([close(target), snapshotOf(name, this.#catalog.current)])
    })
  }

  restore(name: string): Promise<string> {
    return this.#inTurn(async () => {
      await this.#catalog.find('snapshot', name)
      const keepAs = await this.#catalog.nameBeforeRestore()
      await this.#keep()
      await copyDatabase(this.#admin, databaseName('snapshot', name), SPARE)
      await this.#replace(this.#catalog.current, { kind: 'snapshot', name }, keepAs)
      return keepAs
    })
  }

  deleteSnapshot(name: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#catalog.find('snapshot', name)
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

  /** Records what belongs to the current branch, before the end. */
  close(): Promise<void> {
    return this.#inTurn(() => this.#keep())
  }

  /** Replaces a branch with the spare database; its data goes into a snapshot or is dropped. */
  async #replace(
    branch: string,
    source: Pick<Copy, 'kind' | 'name'>,
    keepAs: string | undefined,
  ): Promise<void> {
    const target = this.#catalog.databaseOf(branch)
    const old = keepAs === undefined ? OLD : databaseName('snapshot', keepAs)
    await dropDatabase(this.#admin, OLD)
    await this.#traffic.hold([target], async () => {
      await this.#keep()
      await this.#catalog.transaction([
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
      if (branch === this.#catalog.current) await this.#load()
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
    // From now on, nobody can find it.
    await this.#catalog.readNames()
    this.#dropLater(databaseName(kind, name))
  }

  /** Dropping a database waits for a checkpoint; only the next change has to wait for that. */
  #dropLater(database: string): void {
    void this.#inTurn(() => dropDatabase(this.#admin, database)).catch(() => {})
  }

  /** Makes one change after another. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      try {
        return await work()
      } finally {
        await this.#catalog.readNames()
      }
    })
    this.#last = turn.catch(() => {})
    return turn
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
}

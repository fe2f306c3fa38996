import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import type { SocketEngine } from '../postgres/server/engine'

/** How long a connection must be idle to be ended at once, in milliseconds. */
const IDLE = 50

/** After this time, one between two of its statements is ended too, in milliseconds. */
const BUSY = 1000

/** How long a statement or a transaction may take, in milliseconds. */
const PATIENCE = 3000

/** How long an ended connection may take to go, in milliseconds. */
const LEAVING = 5000

/**
 * Keeps clients away from databases for a moment: Postgres only copies and renames databases without
 * connections. New clients wait; idle ones are ended, as when a Neon compute goes to sleep; a statement or
 * transaction gets a few seconds to finish.
 */
export class Traffic {
  #held = new Map<string, Promise<void>>()
  #arriving = new Map<string, number>()

  constructor(
    private readonly engine: SocketEngine,
    private readonly admin: Pool,
  ) {}

  /** Settles when the database is released; undefined if it isn't held. */
  held(database: string): Promise<void> | undefined {
    return this.#held.get(database)
  }

  /** Notes that a client is about to connect. */
  async arrive<T>(database: string, connect: () => Promise<T>): Promise<T> {
    const count = (change: number) =>
      this.#arriving.set(database, (this.#arriving.get(database) ?? 0) + change)
    count(1)
    try {
      return await connect()
    } finally {
      count(-1)
    }
  }

  /** Does something while these databases have no connections. */
  async hold<T>(databases: string[], work: () => Promise<T>): Promise<T> {
    let release: () => void = () => {}
    const released = new Promise<void>((resolve) => (release = resolve))
    for (const database of databases) this.#held.set(database, released)
    try {
      await this.#clear(databases)
      const result = await work()
      // Pools should hear of their connections' end before anyone asks for one.
      await delay(5)
      return result
    } finally {
      for (const database of databases) this.#held.delete(database)
      release()
    }
  }

  async #clear(databases: string[]): Promise<void> {
    const begun = performance.now()
    for (;;) {
      const now = performance.now()
      const waited = now - begun
      const all = databases.flatMap((database) => this.engine.backendsOf(database))
      const arriving = databases.some((database) => (this.#arriving.get(database) ?? 0) > 0)
      if (all.length === 0 && !arriving) break
      for (const backend of all) {
        const { idleSince } = backend
        const isFree = idleSince !== null && (now - idleSince >= IDLE || waited >= BUSY)
        if (isFree || waited >= PATIENCE) backend.disconnect()
      }
      if (waited >= PATIENCE) break
      await delay(5)
    }
    await this.#gone(databases)
  }

  /** Waits until Postgres has let go of the ended ones, and ends those without a client. */
  async #gone(databases: string[]): Promise<void> {
    for (const begun = performance.now(); performance.now() - begun < LEAVING; await delay(5)) {
      const { rows } = await this.admin.query<{ count: number }>(
        `SELECT count(CASE WHEN state <> 'idle' THEN pg_terminate_backend(pid) END),
            count(*)::int AS count
          FROM pg_stat_activity WHERE datname = ANY ($1) AND backend_type = 'client backend'`,
        [databases],
      )
      if (rows[0]?.count === 0) return
    }
  }
}

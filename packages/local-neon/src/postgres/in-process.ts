/** A `pg` pool for an engine in this process: the wire protocol over a pipe in memory. */
import { Duplex } from 'node:stream'
import { Pool } from 'pg'
import type { PoolClient, PoolConfig } from 'pg'
import type { Engine } from './engine'
import { serveWire } from './wire'

/** One end of a pipe. It's enough like a socket for `pg`, which calls `connect`. */
class PipeEnd extends Duplex {
  #other: PipeEnd | null = null
  #wanted: (() => void) | null = null

  static pair(): [PipeEnd, PipeEnd] {
    const left = new PipeEnd()
    const right = new PipeEnd()
    left.#other = right
    right.#other = left
    return [left, right]
  }

  connect(): this {
    process.nextTick(() => this.emit('connect'))
    return this
  }

  setNoDelay(): this {
    return this
  }

  setKeepAlive(): this {
    return this
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  override _read(): void {
    const wanted = this.#wanted
    this.#wanted = null
    wanted?.()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const other = this.#other
    if (other === null || other.destroyed || other.push(chunk)) done()
    else other.#wanted = done
  }

  override _final(done: () => void): void {
    this.#other?.push(null)
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const other = this.#other
    this.#other = null
    done(error)
    other?.destroy()
  }
}

type Connected = Parameters<Pool['connect']>[0]

/** A pool that waits while the database is held: its idle connections end. */
class PatientPool extends Pool {
  constructor(
    private readonly engine: Engine,
    config: PoolConfig,
  ) {
    super(config)
  }

  override connect(): Promise<PoolClient>
  override connect(done: Connected): void
  override connect(done?: Connected): Promise<PoolClient> | void {
    const held = this.engine.ready?.(this.engine.credentials)
    if (done === undefined) return held ? held.then(() => super.connect()) : super.connect()
    if (held) void held.then(() => super.connect(done))
    else super.connect(done)
  }
}

/**
 * Makes the pool. Its statements aren't counted, and no faults or ports get in the way.
 * @param max most connections at once
 */
export function createInProcessPool(engine: Engine, max: number): Pool {
  const pool = new PatientPool(engine, {
    ...engine.credentials,
    max,
    allowExitOnIdle: true,
    stream: () => {
      const [client, server] = PipeEnd.pair()
      serveWire(server, { engine, authentication: 'trust' })
      return client
    },
  })
  // The pool replaces a connection that breaks while idle; there is nothing to do.
  pool.on('error', () => {})
  return pool
}

/**
 * Sharing the one session among clients: whose turn it is, and putting each client's own state in
 * place when the turn goes to another.
 */
import { quoteIdentifier, quoteLiteral } from '../quote'
import { errorFields, message, readCstring } from '../messages'
import type { ErrorFields } from '../messages'
import type { EmbeddedBackend } from './backend'
import type { ClientState } from './client-state'
import { FairLock } from './lock'
import type { Session } from './session'

/** How a wait for the session ends. */
export interface Turn {
  granted(): void
  refused(fields: ErrorFields): void
}

interface ShareOptions {
  session: Session
  /** The role that clients run as. */
  user: string
  parameters: ReadonlyMap<string, string>
  /** How long a client waits for one that idles in its transaction, in milliseconds. */
  patience: number
}

/** Units in which Postgres shows a time. */
const MILLISECONDS: Record<string, number> = {
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

export class SessionShare {
  readonly session: Session
  #lock = new FairLock()
  #clients = new Map<number, EmbeddedBackend>()
  #current: EmbeddedBackend | null = null
  /** Grows when all statements of the session are dropped at once. */
  #generation = 1
  /** Grows with every change of turn, which loses the unnamed statement. */
  #turns = 1
  #trash: Buffer[] = []
  /** Hidden temporary tables of clients that have gone. */
  #orphans: string[] = []
  #hidden = 0

  constructor(private readonly options: ShareOptions) {
    this.session = options.session
  }

  add(client: EmbeddedBackend): void {
    this.#clients.set(client.processId, client)
  }

  get clients(): Iterable<EmbeddedBackend> {
    return this.#clients.values()
  }

  find(processId: number): EmbeddedBackend | undefined {
    return this.#clients.get(processId)
  }

  /** Forgets a client; what it left in the session is removed before the next turn. */
  remove(client: EmbeddedBackend): void {
    this.#clients.delete(client.processId)
    this.#trash.push(...client.state.statements.closeAll())
    this.#orphans.push(...client.state.hiddenTemporaries.keys())
  }

  parametersFor(state: ClientState): ReadonlyMap<string, string> {
    const parameters = new Map(this.options.parameters)
    for (const [name, value] of state.settings) {
      for (const known of parameters.keys()) {
        if (known.toLowerCase() === name.toLowerCase()) parameters.set(known, value)
      }
    }
    return parameters
  }

  /** The age of a statement: it is lost when this has changed since it was parsed. */
  generationOf(statement: string): number {
    return statement === '' ? -this.#turns : this.#generation
  }

  statementsDropped(): void {
    this.#generation++
  }

  /**
   * Waits for the session. Someone who idles in a transaction for long would keep everybody
   * waiting for ever, which several sessions would not: then the wait ends with an error.
   * @returns leaves the queue; true when it was still waiting
   */
  acquire(turn: Turn): () => boolean {
    let timer: NodeJS.Timeout | undefined
    const leave = this.#lock.acquire(() => {
      clearTimeout(timer)
      turn.granted()
    })
    const watch = () => {
      const holder = [...this.#clients.values()].find((client) => client.idlesInTransaction)
      if (holder === undefined) {
        timer = setTimeout(watch, this.options.patience)
      } else if (leave()) {
        turn.refused(
          errorFields(
            'ERROR',
            '55P03',
            `another connection has kept a transaction open for more than ${this.options.patience} ms`,
            {
              D: 'The embedded Postgres has one session, so transactions run one after another.',
              H: 'End the transaction before using another connection, or put a Postgres server behind local Neon.',
            },
          ),
        )
      }
    }
    timer = setTimeout(watch, this.options.patience)
    timer.unref()
    return () => {
      clearTimeout(timer)
      return leave()
    }
  }

  release(): void {
    this.#lock.release()
  }

  /** Makes the session the client's own. The caller has the turn. */
  async switchTo(client: EmbeddedBackend): Promise<void> {
    if (this.#current === client) return
    const previous = this.#current
    this.#current = client
    this.#turns++
    if (previous !== null) await this.#park(previous)
    await this.#emptyTrash()
    await this.#unpark(client.state)
  }

  /** After a run that left no transaction open: who listens on what now? */
  async settle(state: ClientState): Promise<void> {
    if (!state.listensChanged) return
    state.listensChanged = false
    const rows = await this.session.script('SELECT pg_listening_channels()')
    state.channels.clear()
    for (const [channel] of rows) if (channel != null) state.channels.add(channel)
    await this.#listenForAll()
  }

  /**
   * The session listens on what any client listens on, since whoever sends runs in it as well. A
   * client that is about to change its own part has it alone for that run, so that `settle` sees
   * what it became.
   */
  async listenOnlyFor(state: ClientState): Promise<void> {
    const listens = [...state.channels].map((name) => `LISTEN ${quoteIdentifier(name)}`)
    await this.session.script(['UNLISTEN *', ...listens].join(';'))
  }

  /**
   * How long a statement of this client may run, in milliseconds; 0 is for ever. Postgres itself
   * would be told by a signal, which a thread of WebAssembly does not get.
   */
  async statementTimeout(state: ClientState): Promise<number> {
    if (!state.mayHaveTimeout) return 0
    // SHOW, unlike a query, may stand before SET TRANSACTION.
    const [[text] = []] = await this.session.script('SHOW statement_timeout')
    const [, number, unit] = /^(\d+)(\w*)$/.exec(text ?? '') ?? []
    return Number(number ?? 0) * (MILLISECONDS[unit ?? ''] ?? 1)
  }

  /** Hands a NotificationResponse to those who listen, with the id of who sent it. */
  route(bytes: Buffer, sender: number): void {
    const channel = readCstring(bytes, 9).text
    const from = Buffer.alloc(4)
    from.writeInt32BE(sender)
    const copy = message('A', from, bytes.subarray(9))
    for (const client of this.#clients.values())
      if (client.state.channels.has(channel)) client.notify(copy)
  }

  async #listenForAll(): Promise<void> {
    const channels = new Set<string>()
    for (const client of this.#clients.values())
      for (const name of client.state.channels) channels.add(name)
    const listens = [...channels].map((name) => `LISTEN ${quoteIdentifier(name)}`)
    await this.session.script(['UNLISTEN *', ...listens].join(';'))
  }

  /** Writes down what the client has set, and takes it out of the session. */
  async #park(client: EmbeddedBackend): Promise<void> {
    const { state } = client
    const alive = this.#clients.has(client.processId)
    if (alive && state.mayHaveSettings) {
      const custom = [...state.customParameters].map(quoteLiteral).join(',')
      const rows = await this.session.script(`
        SELECT name, setting FROM pg_catalog.pg_settings WHERE source = 'session'
          AND name NOT IN ('session_authorization', 'role', 'is_superuser')
        UNION ALL SELECT name, pg_catalog.current_setting(name, true)
          FROM pg_catalog.unnest(ARRAY[${custom}]::text[]) AS custom (name)
        UNION ALL SELECT 'role', pg_catalog.current_setting('role')`)
      const settings = new Map<string, string>()
      for (const [name, value] of rows) {
        if (name == null || value == null) continue
        if (name === 'role') state.role = value
        else if (value !== '' || !state.customParameters.has(name)) settings.set(name, value)
      }
      state.settings = settings
    }
    const reset = [
      'SET SESSION AUTHORIZATION DEFAULT',
      'RESET ALL',
      'CLOSE ALL',
      'DISCARD SEQUENCES',
      'SELECT pg_catalog.pg_advisory_unlock_all()',
    ]
    if (!alive) reset.push('DISCARD TEMP')
    else if (state.mayHaveTemporaries) reset.push(...(await this.#hideTemporaries(state)))
    if (state.mayHaveSqlStatements) {
      const rows = await this.session.script(
        'SELECT name, statement FROM pg_catalog.pg_prepared_statements WHERE from_sql',
      )
      const kept = new Map<string, string>()
      for (const [name, statement] of rows) {
        if (name == null || statement == null) continue
        kept.set(name, statement)
        reset.push(`DEALLOCATE ${quoteIdentifier(name)}`)
      }
      state.sqlStatements = kept
    }
    reset.push(`SET SESSION AUTHORIZATION ${quoteIdentifier(this.options.user)}`)
    await this.session.script(reset.join(';'))
    if (!alive && state.channels.size > 0) {
      state.channels.clear()
      await this.#listenForAll()
    }
  }

  /**
   * Temporary tables of all clients are in the one temporary schema of the session. Those of a
   * client who is not at turn have other names meanwhile.
   */
  async #hideTemporaries(state: ClientState): Promise<string[]> {
    const rows = await this.session.script(`
      SELECT relname FROM pg_catalog.pg_class
      WHERE relnamespace = pg_catalog.pg_my_temp_schema() AND relkind IN ('r', 'p', 'v', 'S', 'i', 'I')
        AND relname NOT LIKE 'local_neon_hidden_%'`)
    const names = rows.flatMap(([name]) => (name == null ? [] : [name]))
    state.hiddenTemporaries = new Map(
      names.map((name) => [`local_neon_hidden_${++this.#hidden}`, name]),
    )
    return renames([...state.hiddenTemporaries].map(([hidden, name]) => [name, hidden]))
  }

  /** Puts what the client had set back in place. */
  async #unpark(state: ClientState): Promise<void> {
    const steps = renames([...state.hiddenTemporaries])
    state.hiddenTemporaries = new Map()
    for (const [name, value] of state.settings) {
      steps.push(
        `SELECT pg_catalog.set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, false)`,
      )
    }
    if (state.role !== 'none') steps.push(`SET ROLE ${quoteIdentifier(state.role)}`)
    steps.push(...state.sqlStatements.values())
    // One by one: what can no longer be set (a dropped role, a dropped table) must not take the
    // rest with it.
    for (const step of steps) await this.session.script(step).catch(() => [])
  }

  async #emptyTrash(): Promise<void> {
    const orphans = this.#orphans
    this.#orphans = []
    for (const name of orphans) {
      await this.session.script(`DROP TABLE IF EXISTS pg_temp.${name} CASCADE`).catch(() => [])
    }
    if (this.#trash.length === 0) return
    const closes = this.#trash
    this.#trash = []
    await new Promise<void>((resolve) => {
      this.session.run(Buffer.concat([...closes, message('S')]), {
        onMessage: () => {},
        onChunk: () => {},
        onHungry: () => {},
        onDone: resolve,
      })
    })
  }
}

function renames(pairs: (readonly [from: string, to: string])[]): string[] {
  return pairs.map(
    ([from, to]) => `ALTER TABLE pg_temp.${quoteIdentifier(from)} RENAME TO ${quoteIdentifier(to)}`,
  )
}

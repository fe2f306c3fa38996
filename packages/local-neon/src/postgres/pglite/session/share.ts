/** Sharing the one session among clients: whose turn it is, and whose session it looks like. */
import { errorFields, PostgresError, sync } from '../../messages'
import type { ErrorFields } from '../../messages'
import { quoteIdentifier } from '../../quote'
import type { EmbeddedBackend } from '../clients/backend'
import type { ClientState } from '../clients/client-state'
import { Listening } from './listening'
import { FairLock } from './lock'
import { applySettings, dropHidden, evict, park, unpark } from './parking'
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

export class SessionShare {
  readonly session: Session
  readonly listening: Listening
  #lock = new FairLock()
  #clients = new Map<number, EmbeddedBackend>()
  #current: EmbeddedBackend | null = null
  /** Grows when all statements of the session are dropped at once. */
  #generation = 1
  /** Grows with every change of turn, which loses the unnamed statement. */
  #turns = 1
  /** Close messages for statements of clients that have gone. */
  #trash: Buffer[] = []
  /** Clients that have gone while their temporary tables were hidden. */
  #orphans: number[] = []

  constructor(private readonly options: ShareOptions) {
    this.session = options.session
    this.listening = new Listening(options.session, () => this.#clients.values())
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
    if (client.state.hiddenTemporaries.size > 0) this.#orphans.push(client.state.id)
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
    const { patience } = this.options
    let timer: NodeJS.Timeout | undefined
    let isWaiting = true
    const leave = this.#lock.acquire(() => {
      isWaiting = false
      clearTimeout(timer)
      turn.granted()
    })
    const watch = () => {
      const holder = [...this.#clients.values()].find((client) => client.idlesInTransaction)
      if (holder === undefined) timer = setTimeout(watch, patience)
      else if (leave()) turn.refused(outOfPatience(patience))
    }
    if (isWaiting) timer = setTimeout(watch, patience)
    return () => {
      clearTimeout(timer)
      return leave()
    }
  }

  release(): void {
    this.#lock.release()
  }

  /**
   * Waits for a turn to see whether Postgres takes what a new client asks for at startup.
   * @throws PostgresError when it does not, or when the turn does not come
   */
  async tryOut(client: EmbeddedBackend): Promise<void> {
    await new Promise<void>((granted, reject) => {
      this.acquire({ granted, refused: (fields) => reject(new PostgresError(fields)) })
    })
    try {
      await this.#enter(client)
      await applySettings(this.session, client.state)
    } finally {
      this.release()
    }
  }

  /** Makes the session the client's own. The caller has the turn. */
  async switchTo(client: EmbeddedBackend): Promise<void> {
    if (this.#current === client) return
    await this.#enter(client)
    await unpark(this.session, client.state)
  }

  /** Puts in order what a run that left no transaction open may have changed for all. */
  async settle(state: ClientState): Promise<void> {
    if (state.lostAuthorization) {
      state.lostAuthorization = false
      await this.session.script(`SET SESSION AUTHORIZATION ${quoteIdentifier(this.options.user)}`)
    }
    await this.listening.settle(state)
  }

  /** Gives the client the session, clean. */
  async #enter(client: EmbeddedBackend): Promise<void> {
    const previous = this.#current
    this.#current = client
    this.#turns++
    if (previous !== null) await this.#cleanAfter(previous)
    await this.#emptyTrash()
  }

  async #cleanAfter(previous: EmbeddedBackend): Promise<void> {
    const { session, options, listening } = this
    if (this.#clients.has(previous.processId)) {
      await park(session, previous.state, options.user)
    } else {
      const hasOthers = [...this.#clients.values()].some(
        ({ state }) => state.hiddenTemporaries.size > 0,
      )
      await evict(session, previous.state, { owner: options.user, hasOthers })
      await listening.forget(previous.state)
    }
  }

  async #emptyTrash(): Promise<void> {
    const orphans = this.#orphans
    this.#orphans = []
    for (const id of orphans) await dropHidden(this.session, id, this.options.user)
    const closes = this.#trash
    this.#trash = []
    if (closes.length > 0) await this.session.silently(Buffer.concat([...closes, sync]))
  }
}

function outOfPatience(patience: number): ErrorFields {
  return errorFields(
    'ERROR',
    '55P03',
    `another connection has kept a transaction open for more than ${patience} ms`,
    {
      D: 'The embedded Postgres has one session, so transactions run one after another.',
      H: 'End the transaction before using another connection, or put a Postgres server behind local Neon.',
    },
  )
}

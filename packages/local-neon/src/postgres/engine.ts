/**
 * What the transports know of a database: they open backends and speak the Postgres protocol with
 * them, from after authentication on. Whether the embedded Postgres or a server answers is the
 * engine's business.
 */
import type { KeptBranches } from '../branches/branches'
import type { ErrorFields, Message } from './messages'
import type { Verifier } from './scram'

/** Who connects, and to which database. */
export interface Login {
  user: string
  database: string
  /** The branch that was asked for; the current one without. */
  branch?: string | undefined
  /** As the client gave it; unknown when it only proved that it has it. */
  password?: string
}

/** The login of the connection strings. */
export interface Credentials extends Login {
  password: string
}

/** Receives what a backend says. */
export interface BackendListener {
  /** Whole messages, one or several. */
  onData(bytes: Buffer): void
  /** It takes messages again, after `send` said that there are too many. */
  onDrain?(): void
  /**
   * The backend is gone; nothing comes after.
   * @param reason why; null when it has said that itself
   */
  onClose(reason: ErrorFields | null): void
}

/** One client's connection to the database. */
export interface Backend {
  /** Told to the client in BackendKeyData, and used by it to cancel. */
  readonly processId: number
  readonly secretKey: number
  /** The ParameterStatus values at connection. */
  readonly parameters: ReadonlyMap<string, string>
  /**
   * Takes one frontend message, or several of them in one. Messages are worked off in order.
   * @returns false when many wait by now; `onDrain` follows
   */
  send(message: Message): boolean
  /** Says no more until `resume`: whoever listens cannot keep up. */
  pause(): void
  resume(): void
  /** Since when it has been idle, as `performance.now()` tells it; null while it works or a transaction is open. */
  readonly idleSince: number | null
  /** Ends it, and says to the client that an administrator did. */
  disconnect(): void
  /** The client went away: an open transaction is rolled back, a running query is cancelled. */
  close(): void
}

export interface Engine {
  readonly credentials: Credentials
  /** What is kept of a role's password; null when nobody may sign in as it. */
  verifierOf(user: string): Promise<Verifier | null>
  /**
   * Opens a backend for a client that has proved who it is.
   * @param settings run-time parameters of the startup packet, such as `application_name`
   * @throws PostgresError when the database or the settings are refused, or nobody answers
   */
  connect(
    login: Login,
    settings: Readonly<Record<string, string>>,
    listener: BackendListener,
  ): Promise<Backend>
  /**
   * Whether a client may connect at once: undefined if so, otherwise a promise for the moment when it
   * may. Connections that somebody keeps for later are not to be used until then, since they end.
   * @throws PostgresError when there is no such branch
   */
  ready?(login: Login): Promise<void> | undefined
  /** Branches and snapshots, where the database is the engine's own. */
  readonly branches?: KeptBranches | undefined
  /** Cancels what the backend is doing. An unknown id or key does nothing, as in Postgres. */
  cancel(processId: number, secretKey: number): void
  /** Closes all backends and the database. Idempotent. */
  stop(): Promise<void>
}

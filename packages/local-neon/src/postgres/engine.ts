/**
 * A database as the transports see it: they open backends and speak the Postgres protocol with them, from
 * after authentication. Only the engine knows whether the embedded Postgres or a server answers.
 */
import type { KeptBranches } from '../branches/branches'
import type { ErrorFields, Message } from './messages'
import type { Verifier } from './scram'

/** Who connects to which database. */
export interface Login {
  user: string
  database: string
  /** The requested branch; if missing, the current one. */
  branch?: string | undefined
  /** From the client; unknown if it only proved that it has it. */
  password?: string
}

/** The connection strings' login. */
export interface Credentials extends Login {
  password: string
}

/** Receives a backend's output. */
export interface BackendListener {
  /** One or more whole messages. */
  onData(bytes: Buffer): void
  /** It takes messages again, after `send` returned false. */
  onDrain?(): void
  /**
   * The backend is gone; nothing follows.
   * @param reason why; null if it said so itself
   */
  onClose(reason: ErrorFields | null): void
}

/** One client's connection to the database. */
export interface Backend {
  /** Sent to the client in BackendKeyData, which it needs to cancel. */
  readonly processId: number
  readonly secretKey: number
  /** The ParameterStatus values at connection. */
  readonly parameters: ReadonlyMap<string, string>
  /**
   * Takes one or several frontend messages in one. They are processed in order.
   * @returns false if many are waiting by now; `onDrain` follows
   */
  send(message: Message): boolean
  /** Stays silent until `resume`: the listener can't keep up. */
  pause(): void
  resume(): void
  /** When it became idle, by `performance.now()`; null while it works or a transaction is open. */
  readonly idleSince: number | null
  /** Ends it, telling the client that an administrator did. */
  disconnect(): void
  /** The client left: rolls back an open transaction, cancels a running query. */
  close(): void
}

export interface Engine {
  readonly credentials: Credentials
  /** A role's stored password; null if nobody may sign in as it. */
  verifierOf(user: string): Promise<Verifier | null>
  /**
   * Opens a backend for a client that has proved who it is.
   * @param settings run-time parameters from the startup packet, such as `application_name`
   * @throws PostgresError if the database or the settings are refused, or nobody answers
   */
  connect(
    login: Login,
    settings: Readonly<Record<string, string>>,
    listener: BackendListener,
  ): Promise<Backend>
  /**
   * Whether a client may connect now: undefined if so, otherwise a promise that settles once it may. Until
   * then, don't use connections kept for later, since they end.
   * @throws PostgresError if there is no such branch
   */
  ready?(login: Login): Promise<void> | undefined
  /** Branches and snapshots, if the database is the engine's own. */
  readonly branches?: KeptBranches | undefined
  /** Cancels the backend's work. An unknown id or key does nothing, as in Postgres. */
  cancel(processId: number, secretKey: number): void
  /** Closes all backends and the database. Idempotent. */
  stop(): Promise<void>
}

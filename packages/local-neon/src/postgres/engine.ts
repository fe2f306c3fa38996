/**
 * What the transports know of a database: they open backends and speak the Postgres protocol with
 * them, from after authentication on. Whether the embedded Postgres or a server answers is the
 * engine's business.
 */
import type { Message } from './messages'

/** Who may connect, and to what. Checked by the transports on every connection and request. */
export interface Credentials {
  user: string
  password: string
  database: string
}

/** Receives what a backend says. */
export interface BackendListener {
  /** Whole messages, one or several. */
  onData(bytes: Buffer): void
  /** The backend is gone; nothing comes after. */
  onClose(): void
}

/** One client's connection to the database. */
export interface Backend {
  /** Told to the client in BackendKeyData, and used by it to cancel. */
  readonly processId: number
  readonly secretKey: number
  /** The ParameterStatus values at connection. */
  readonly parameters: ReadonlyMap<string, string>
  /** Takes one frontend message. Never blocks; messages are worked off in order. */
  send(message: Message): void
  /** The client went away: an open transaction is rolled back, a running query is cancelled. */
  close(): void
}

export interface Engine {
  readonly credentials: Credentials
  /**
   * Opens a backend.
   * @param settings run-time parameters of the startup packet, such as `application_name`
   * @throws PostgresError when the settings are refused or the database does not answer
   */
  connect(settings: Readonly<Record<string, string>>, listener: BackendListener): Promise<Backend>
  /** Cancels what the backend is doing. An unknown id or key does nothing, as in Postgres. */
  cancel(processId: number, secretKey: number): void
  /** Closes all backends and the database. Idempotent. */
  stop(): Promise<void>
}

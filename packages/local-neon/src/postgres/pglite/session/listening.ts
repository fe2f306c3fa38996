/**
 * LISTEN and NOTIFY in a session that clients share. The session listens on what any client
 * listens on, since whoever sends runs in it as well; each notification goes to those who asked.
 */
import { message, readCstring } from '../../messages'
import { quoteIdentifier } from '../../quote'
import type { ClientState } from '../clients/client-state'
import type { Session } from './session'

/** A client that can be told. */
interface Listener {
  readonly state: ClientState
  notify(bytes: Buffer): void
}

export class Listening {
  constructor(
    private readonly session: Session,
    private readonly clients: () => Iterable<Listener>,
  ) {}

  /**
   * Makes the session listen for this client alone. For a run in which it changes its channels, so
   * that `settle` sees what they became.
   */
  async narrowTo(state: ClientState): Promise<void> {
    await this.#listen(state.channels)
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

  /** Stops listening for a client that has gone. */
  async forget(state: ClientState): Promise<void> {
    if (state.channels.size === 0) return
    state.channels.clear()
    await this.#listenForAll()
  }

  /** Hands a NotificationResponse to those who listen, with the id of who sent it. */
  route(bytes: Buffer, sender: number): void {
    const channel = readCstring(bytes, 9).text
    const from = Buffer.alloc(4)
    from.writeInt32BE(sender)
    const copy = message('A', from, bytes.subarray(9))
    for (const client of this.clients()) {
      if (client.state.channels.has(channel)) client.notify(copy)
    }
  }

  async #listenForAll(): Promise<void> {
    const channels = new Set<string>()
    for (const { state } of this.clients()) for (const name of state.channels) channels.add(name)
    await this.#listen(channels)
  }

  async #listen(channels: ReadonlySet<string>): Promise<void> {
    const listens = [...channels].map((name) => `LISTEN ${quoteIdentifier(name)}`)
    await this.session.script(['UNLISTEN *', ...listens].join(';'))
  }
}

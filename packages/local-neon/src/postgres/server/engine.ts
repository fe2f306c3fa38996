/** A Postgres server as the engine: a connection of its own for every client. */
import type { Socket } from 'node:net'
import type { Backend, BackendListener, Credentials, Engine } from '../engine'
import {
  cstring,
  errorFields,
  int32,
  message,
  MessageReader,
  PostgresError,
  ProtocolViolation,
  readErrorFields,
  readParameterStatus,
} from '../messages'
import type { Message } from '../messages'
import { SignIn } from './sign-in'
import { openSocket, readServerAddress } from './socket'

const PROTOCOL = 196608
const CANCEL = 80877102

/**
 * The engine that stands in front of the server of a Postgres URL.
 * @throws Error when the URL says about TLS what cannot be done
 */
export function createServerEngine(postgresUrl: string): Engine {
  const url = new URL(postgresUrl)
  const address = readServerAddress(url)
  const user = decodeURIComponent(url.username) || 'postgres'
  const database = decodeURIComponent(url.pathname.slice(1)) || user
  const serverPassword = decodeURIComponent(url.password)
  // A server that trusts everybody has no password; Neon's clients cannot do without one.
  const credentials: Credentials = { user, password: serverPassword || 'local', database }
  const backends = new Set<ServerBackend>()
  let stopped = false

  const cancel = (processId: number, secretKey: number): void => {
    void openSocket(address).then(
      (socket) => {
        socket.on('error', () => socket.destroy())
        socket.end(Buffer.concat([int32(16), int32(CANCEL), int32(processId), int32(secretKey)]))
      },
      // A server that cannot be reached has nothing to cancel.
      () => {},
    )
  }

  return {
    credentials,
    async connect(settings, listener) {
      if (stopped) throw new Error('the database is shutting down')
      const socket = await openSocket(address)
      const startup = { ...settings, user, database }
      const signIn = new SignIn(user, serverPassword)
      const backend = await ServerBackend.start(socket, startup, signIn, listener, cancel)
      backends.add(backend)
      socket.once('close', () => backends.delete(backend))
      return backend
    },
    cancel,
    async stop() {
      stopped = true
      for (const backend of [...backends]) backend.disconnect()
    },
  }
}

class ServerBackend implements Backend {
  readonly parameters = new Map<string, string>()
  processId = 0
  secretKey = 0
  #reader = new MessageReader()
  #closed = false
  #busy = false

  private constructor(
    private readonly socket: Socket,
    private readonly listener: BackendListener,
    private readonly cancel: Engine['cancel'],
  ) {}

  /**
   * Signs in.
   * @throws PostgresError with what the server says
   */
  static start(
    socket: Socket,
    startup: Readonly<Record<string, string>>,
    signIn: SignIn,
    listener: BackendListener,
    cancel: Engine['cancel'],
  ): Promise<ServerBackend> {
    return new Promise((resolve, reject) => {
      const backend = new ServerBackend(socket, listener, cancel)
      const lost = (error?: Error) => {
        const text = error?.message ?? 'the Postgres server closed the connection'
        reject(new PostgresError(errorFields('FATAL', '08006', text)))
        backend.#lost()
      }
      socket.once('error', lost)
      socket.once('close', () => lost())
      let isReady = false
      socket.on('data', (chunk: Buffer) => {
        try {
          const messages = backend.#reader.push(chunk)
          const relayed: Buffer[] = []
          for (const next of messages) {
            if (isReady) relayed.push(backend.#seen(next))
            else if (next.type === 'Z') {
              isReady = true
              socket.setTimeout(0)
              resolve(backend)
            } else backend.#greet(next, signIn, reject)
          }
          if (relayed.length > 0 && !backend.#closed) listener.onData(Buffer.concat(relayed))
        } catch (error) {
          if (!(error instanceof ProtocolViolation)) throw error
          lost(error)
          socket.destroy()
        }
      })
      const entries = Object.entries(startup).flatMap((entry) => entry.map(cstring))
      const body = Buffer.concat([int32(PROTOCOL), ...entries, Buffer.alloc(1)])
      socket.write(Buffer.concat([int32(body.length + 4), body]))
    })
  }

  send({ type, bytes }: Message): void {
    if (this.#closed) return
    if (type === 'Q' || type === 'S' || type === 'F') this.#busy = true
    this.socket.write(bytes)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    // The server looks at a client that has gone only when it writes to it; what still runs for
    // nobody is cancelled, so that it lets go of its locks.
    if (this.#busy) this.cancel(this.processId, this.secretKey)
    this.socket.end(message('X'))
  }

  disconnect(): void {
    this.#lost()
    this.socket.destroy()
  }

  #lost(): void {
    if (this.#closed) return
    this.#closed = true
    this.listener.onClose()
  }

  #seen({ type, bytes }: Message): Buffer {
    if (type === 'Z') this.#busy = false
    return bytes
  }

  #greet({ type, bytes }: Message, signIn: SignIn, reject: (error: Error) => void): void {
    if (type === 'R') {
      const answer = signIn.answer(bytes)
      if (answer !== null) this.socket.write(answer)
    } else if (type === 'S') {
      const { name, value } = readParameterStatus(bytes)
      this.parameters.set(name, value)
    } else if (type === 'K') {
      this.processId = bytes.readInt32BE(5)
      this.secretKey = bytes.readInt32BE(9)
    } else if (type === 'E') {
      this.#closed = true
      reject(new PostgresError(readErrorFields(bytes)))
    }
  }
}

/** A Postgres server as the engine: every client gets its own connection. */
import type { Socket } from 'node:net'
import type { Backend, BackendListener, Credentials, Engine, Login } from '../engine'
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
import type { ErrorFields, Message } from '../messages'
import { makeVerifier } from '../scram'
import type { Verifier } from '../scram'
import { SignIn } from './sign-in'
import { openSocket, readServerAddress } from './socket'
import type { ServerAddress } from './socket'

const PROTOCOL = 196608
const CANCEL = 80877102

/** In ReadyForQuery: no transaction. */
const IDLE = 'I'.charCodeAt(0)

/**
 * The engine for a Postgres URL's server.
 * @throws Error if the URL asks for impossible TLS
 */
export function createServerEngine(postgresUrl: string): Engine {
  const url = new URL(postgresUrl)
  const user = decodeURIComponent(url.username) || 'postgres'
  const database = decodeURIComponent(url.pathname.slice(1)) || user
  const password = decodeURIComponent(url.password)
  // A server that trusts everyone has no password; Neon's clients need one.
  const credentials: Credentials = { user, password: password || 'local', database }
  let verifier: Verifier | null = null
  return createSocketEngine({
    address: readServerAddress(url),
    credentials,
    signInAs: () => ({ user, password }),
    verifierOf: async (name) =>
      name === user ? (verifier ??= makeVerifier(credentials.password)) : null,
  })
}

interface SocketEngineOptions extends Pick<Engine, 'credentials' | 'verifierOf'> {
  address: ServerAddress
  /** The user and password for signing a client in to the server. */
  signInAs: (login: Login) => { user: string; password: string }
}

/** An engine that lists its backends. */
export interface SocketEngine extends Engine {
  backendsOf(database: string): Backend[]
}

/** The engine whose backends are a server's at an address. */
export function createSocketEngine(options: SocketEngineOptions): SocketEngine {
  const { address, credentials, signInAs, verifierOf } = options
  const backends = new Set<ServerBackend>()
  let stopped = false

  const cancel = (processId: number, secretKey: number): void => {
    void openSocket(address).then(
      (socket) => {
        socket.on('error', () => socket.destroy())
        socket.end(Buffer.concat([int32(16), int32(CANCEL), int32(processId), int32(secretKey)]))
      },
      // An unreachable server has nothing to cancel.
      () => {},
    )
  }

  return {
    credentials,
    verifierOf,
    async connect(login, settings, listener) {
      if (stopped) throw new Error('the database is shutting down')
      const socket = await openSocket(address)
      const { user, password } = signInAs(login)
      const startup = { ...settings, user, database: login.database }
      const signIn = new SignIn(user, password)
      const backend = await ServerBackend.start(socket, startup, signIn, listener, cancel)
      backend.database = login.database
      backends.add(backend)
      socket.once('close', () => backends.delete(backend))
      return backend
    },
    backendsOf: (database) => [...backends].filter((backend) => backend.database === database),
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
  database = ''
  idleSince: number | null = performance.now()
  #reader = new MessageReader()
  #closed = false
  /** How many answers are still to end with ReadyForQuery. */
  #pending = 0
  #hasSaidWhy = false
  #isCorked = false

  private constructor(
    private readonly socket: Socket,
    private readonly listener: BackendListener,
    private readonly cancel: Engine['cancel'],
  ) {
    socket.on('drain', () => listener.onDrain?.())
  }

  /**
   * Signs in.
   * @throws PostgresError with the server's error
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
        const fields = errorFields('FATAL', '08006', text)
        reject(new PostgresError(fields))
        backend.#lost(fields)
      }
      socket.on('error', lost)
      socket.once('close', () => lost())
      let isReady = false
      socket.on('data', (chunk: Buffer) => {
        try {
          const messages = backend.#reader.push(chunk)
          const first = isReady ? 0 : messages.findIndex(({ type }) => type === 'Z') + 1
          const greetings = isReady ? [] : messages.slice(0, first || messages.length)
          for (const next of greetings) {
            if (next.type !== 'Z') backend.#greet(next, signIn, reject)
            else {
              isReady = true
              socket.setTimeout(0)
              resolve(backend)
            }
          }
          if (isReady) backend.#relay(messages.slice(first))
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

  send({ type, bytes }: Message): boolean {
    if (this.#closed) return true
    if (type === 'Q' || type === 'S' || type === 'F') this.#pending++
    this.idleSince = null
    // Sends what comes together in one go: Postgres wakes up once for it.
    if (!this.#isCorked) {
      this.#isCorked = true
      this.socket.cork()
      process.nextTick(() => {
        this.#isCorked = false
        this.socket.uncork()
      })
    }
    return this.socket.write(bytes)
  }

  pause(): void {
    this.socket.pause()
  }

  resume(): void {
    this.socket.resume()
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    // The server only notices a client's end when writing to it. Cancel what still runs for nobody, so it
    // releases its locks.
    if (this.#pending > 0) this.cancel(this.processId, this.secretKey)
    this.socket.end(message('X'))
    // Ignores the rest of its output, but sees its end.
    this.socket.resume()
  }

  disconnect(): void {
    const text = 'terminating connection due to administrator command'
    this.#lost(errorFields('FATAL', '57P01', text))
    this.socket.destroy()
  }

  #lost(reason: ErrorFields): void {
    if (this.#closed) return
    this.#closed = true
    this.listener.onClose(this.#hasSaidWhy ? null : reason)
  }

  #relay(messages: Message[]): void {
    const [first] = messages
    if (first === undefined || this.#closed) return
    let length = 0
    for (const { type, bytes } of messages) {
      length += bytes.length
      if (type === 'Z') {
        this.#pending--
        if (this.#pending === 0 && bytes[5] === IDLE) this.idleSince = performance.now()
      } else if (type === 'E') this.#hasSaidWhy = readErrorFields(bytes)['V'] === 'FATAL'
    }
    // They came in one piece of memory, in a row.
    const { buffer, byteOffset } = first.bytes
    this.listener.onData(Buffer.from(buffer, byteOffset, length))
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

/**
 * A client's Postgres wire protocol connection, over any byte stream: startup, authentication, then
 * messages to and from a backend.
 * Source: https://www.postgresql.org/docs/18/protocol-flow.html
 */
import type { Duplex } from 'node:stream'
import { ClientSignIn } from './client-sign-in'
import type { Backend, Engine, Login } from './engine'
import {
  cstring,
  errorFields,
  errorResponse,
  int32,
  MAX_SIGN_IN_BYTES,
  message,
  MessageReader,
  PostgresError,
  ProtocolViolation,
} from './messages'
import type { ErrorFields, Message } from './messages'
import { readStartup, requestedBranch, requestedSettings, welcome } from './startup'
import type { StartupPacket } from './startup'

/** Watches a connection's messages for the statistics. */
export interface WireObserver {
  onFrontend(message: Message): void
  onBackend(bytes: Buffer): void
}

export interface WireOptions {
  engine: Engine
  /** How the client proves who it is; `trust` is for connections within the process. */
  authentication: 'scram' | 'password' | 'trust'
  /** Refused sign-ins' SQLSTATE; Neon's WebSocket proxy says XX000 for everything. */
  refusalCode?: string
  observer?: WireObserver
}

/** Messages a client may send after sign-in. Postgres ends the session on anything else. */
const FRONTEND_TYPES = 'QPBDECSHFXdcf'

/** How long a client may take to sign in, in milliseconds; Postgres's authentication_timeout. */
const SIGN_IN_TIMEOUT = 60_000

type Phase = 'startup' | 'signing-in' | 'connecting' | 'ready' | 'closed'

/** Serves a client until either side closes the stream. */
export function serveWire(stream: Duplex, options: WireOptions): void {
  const connection = new WireConnection(stream, options)
  stream.on('data', (chunk: Buffer) => connection.receive(chunk))
  // A broken stream means the client left; there is nobody to tell.
  stream.on('error', () => connection.end())
  stream.on('close', () => connection.end())
  stream.on('end', () => connection.end())
}

class WireConnection {
  #phase: Phase = 'startup'
  #early: Buffer = Buffer.alloc(0)
  #reader = new MessageReader()
  #waiting: Message[] = []
  #parameters = new Map<string, string>()
  #signIn: ClientSignIn | null = null
  #backend: Backend | null = null
  #signInTimer: NodeJS.Timeout

  constructor(
    private readonly stream: Duplex,
    private readonly options: WireOptions,
  ) {
    this.#signInTimer = setTimeout(() => this.end(), SIGN_IN_TIMEOUT)
  }

  receive(chunk: Buffer): void {
    this.#guard(() => {
      if (this.#phase === 'startup') this.#receiveStartup(chunk)
      else if (this.#phase !== 'closed') {
        for (const next of this.#reader.push(chunk)) this.#receiveMessage(next)
        if (this.#phase === 'signing-in' && this.#reader.pendingBytes > MAX_SIGN_IN_BYTES) {
          throw new ProtocolViolation('too much before signing in')
        }
      }
    })
  }

  /** Ends the connection if the input doesn't follow the protocol. */
  #guard(work: () => void): void {
    try {
      work()
    } catch (error) {
      if (!(error instanceof ProtocolViolation)) throw error
      this.#fail(errorFields('FATAL', '08P01', error.message))
    }
  }

  end(): void {
    if (this.#phase === 'closed') return
    this.#phase = 'closed'
    clearTimeout(this.#signInTimer)
    this.#backend?.close()
    this.stream.destroy()
  }

  #receiveStartup(chunk: Buffer): void {
    this.#early = Buffer.concat([this.#early, chunk])
    while (this.#phase === 'startup') {
      const read = readStartup(this.#early)
      if (read === null) return
      this.#early = this.#early.subarray(read.length)
      this.#begin(read.packet)
    }
    const rest = this.#early
    this.#early = Buffer.alloc(0)
    if (rest.length > 0) this.receive(rest)
  }

  #begin(packet: StartupPacket): void {
    if (packet.kind === 'tls') {
      this.#write(Buffer.from('N', 'latin1'))
      return
    }
    if (packet.kind === 'cancel') {
      this.options.engine.cancel(packet.processId, packet.secretKey)
      this.end()
      return
    }
    this.#parameters = packet.parameters
    if (packet.minor > 0 || packet.unknownOptions.length > 0) {
      const names = packet.unknownOptions.map(cstring)
      this.#write(message('v', int32(196608), int32(names.length), ...names))
    }
    if (!packet.parameters.get('user')) {
      this.#fail(
        errorFields('FATAL', '28000', 'no PostgreSQL user name specified in startup packet'),
      )
      return
    }
    const { authentication: method, engine } = this.options
    if (method === 'trust') {
      this.#wait(() => this.#connect())
      return
    }
    this.#phase = 'signing-in'
    const write = (bytes: Buffer) => void this.#write(bytes)
    this.#signIn = new ClientSignIn({ engine, user: this.#login.user, method, write })
  }

  #receiveMessage(next: Message): void {
    if (this.#phase === 'connecting') {
      this.#waiting.push(next)
    } else if (this.#phase === 'ready') {
      if (!FRONTEND_TYPES.includes(next.type)) {
        throw new ProtocolViolation(`invalid frontend message type ${next.bytes[0]}`)
      }
      if (next.type === 'X') this.end()
      else {
        this.options.observer?.onFrontend(next)
        if (this.#backend?.send(next) === false) this.stream.pause()
      }
    } else if (this.#phase === 'signing-in') {
      this.#wait(() => this.#authenticate(next))
    }
  }

  async #authenticate(next: Message): Promise<void> {
    const step = await this.#signIn?.take(next)
    if (step === 'more') {
      if (this.#phase === 'connecting') this.#phase = 'signing-in'
    } else if (step === undefined || step === 'refused') {
      const { user } = this.#login
      this.#fail(errorFields('FATAL', '28P01', `password authentication failed for user '${user}'`))
    } else {
      await this.#connect(step.password)
    }
  }

  get #login(): Login {
    const user = this.#parameters.get('user') ?? ''
    const branch = requestedBranch(this.#parameters)
    return { user, database: this.#parameters.get('database') || user, branch }
  }

  /** Does something slow; meanwhile, the client's input isn't read, or waits. */
  #wait(work: () => Promise<void>): void {
    this.#phase = 'connecting'
    this.stream.pause()
    work()
      .catch((error: unknown) => this.#failBy(error))
      .finally(() => this.stream.resume())
  }

  #failBy(error: unknown): void {
    if (error instanceof PostgresError) return this.#fail(error.fields)
    const text = error instanceof Error ? error.message : String(error)
    const code = error instanceof ProtocolViolation ? '08P01' : '08006'
    this.#fail(errorFields('FATAL', code, text))
  }

  /** @param password from the client, if it sent one */
  async #connect(password?: string): Promise<void> {
    const { engine, observer } = this.options
    const login = { ...this.#login, ...(password !== undefined && { password }) }
    const backend = await engine.connect(login, requestedSettings(this.#parameters), {
      onData: (bytes) => {
        observer?.onBackend(bytes)
        if (this.#write(bytes)) return
        this.#backend?.pause()
        this.stream.once('drain', () => this.#backend?.resume())
      },
      onDrain: () => this.stream.resume(),
      onClose: (reason) => {
        if (reason === null) this.#close()
        else this.#fail(reason)
      },
    })
    this.#welcome(backend)
  }

  #welcome(backend: Backend): void {
    if (this.#phase !== 'connecting') {
      backend.close()
      return
    }
    this.#backend = backend
    this.#phase = 'ready'
    clearTimeout(this.#signInTimer)
    this.#write(welcome(backend))
    const early = this.#waiting
    this.#waiting = []
    for (const next of early) this.#guard(() => this.#receiveMessage(next))
  }

  #fail(fields: ErrorFields): void {
    if (this.#phase === 'closed') return
    this.#phase = 'closed'
    clearTimeout(this.#signInTimer)
    this.#backend?.close()
    const code = this.#backend === null ? this.options.refusalCode : undefined
    this.#close(errorResponse(code === undefined ? fields : { ...fields, C: code }))
  }

  /** Ends the stream after pending output and these last words. */
  #close(lastWords: Buffer = Buffer.alloc(0)): void {
    this.#phase = 'closed'
    this.stream.end(lastWords)
    // Half a connection is no use to anyone: once this is sent, close the other half too.
    this.stream.once('finish', () => this.stream.destroy())
  }

  #write(bytes: Buffer): boolean {
    return this.#phase === 'closed' || !this.stream.writable || this.stream.write(bytes)
  }
}

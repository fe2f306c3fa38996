import { setTimeout as delay } from 'node:timers/promises'
import type { Backend, BackendListener, Credentials, Engine, Login } from './engine'
import { makeVerifier, type Verifier } from './scram'

/**
 * An engine that can be swapped for another, leaving everything in front of it unchanged: the connection
 * strings stay those of the first.
 */
export class ExchangeableEngine implements Engine {
  readonly credentials: Credentials
  #engine: Engine
  /** For the owner's password, once it isn't the engine's any more. */
  #owner: Verifier | null = null
  #exchanged: Promise<void> | undefined

  constructor(first: Engine) {
    this.#engine = first
    this.credentials = first.credentials
  }

  get branches() {
    return this.#engine.branches
  }

  async verifierOf(user: string): Promise<Verifier | null> {
    await this.#exchanged
    if (this.#owner !== null && user === this.credentials.user) return this.#owner
    return this.#engine.verifierOf(user)
  }

  ready(login: Login): Promise<void> | undefined {
    return this.#exchanged ?? this.#engine.ready?.(login)
  }

  async connect(
    login: Login,
    settings: Readonly<Record<string, string>>,
    listener: BackendListener,
  ): Promise<Backend> {
    await this.#exchanged
    return this.#engine.connect(login, settings, listener)
  }

  cancel(processId: number, secretKey: number): void {
    this.#engine.cancel(processId, secretKey)
  }

  /**
   * Swaps the engine; new clients wait until it's done.
   * @param work stops the old engine and returns the new one
   */
  async exchange(work: (engine: Engine) => Promise<Engine>): Promise<void> {
    const exchange = work(this.#engine).then(async (next) => {
      this.#engine = next
      this.#owner ??= makeVerifier(this.credentials.password)
      // Pools should hear of their connections' end before anyone asks for one.
      await delay(5)
    })
    this.#exchanged = exchange.catch(() => {})
    try {
      await exchange
    } finally {
      this.#exchanged = undefined
    }
  }

  async stop(): Promise<void> {
    await this.#exchanged
    await this.#engine.stop()
  }
}

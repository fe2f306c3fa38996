/**
 * Sessions for single requests, as in Neon's proxy: each is reused after a reset, so a request needn't wait
 * for a new Postgres process.
 */
import type { Engine, Login } from '../postgres/engine'
import { BackendClient } from './backend-client'

/** How many requests run at once; others wait. */
const MOST_AT_ONCE = 64

/**
 * How long a session waits for its next request, in milliseconds. Less than the five seconds that DROP
 * DATABASE waits for others to go.
 */
const IDLE_TIMEOUT = 4000

interface Idle {
  client: BackendClient
  timer: NodeJS.Timeout
}

export class SessionPool {
  #idle = new Map<string, Idle[]>()
  #working = 0
  #waiting: (() => void)[] = []

  /** @param maxBytes most bytes for all of a request's rows */
  constructor(
    private readonly engine: Engine,
    private readonly maxBytes: number,
  ) {}

  /**
   * Lends a session for a request.
   * @throws PostgresError if none can be opened, and what `work` throws
   */
  async use<T>(
    login: Login,
    settings: Readonly<Record<string, string>>,
    work: (client: BackendClient) => Promise<T>,
  ): Promise<T> {
    // Kept ones end while the database is held.
    await this.engine.ready?.(login)
    if (this.#working >= MOST_AT_ONCE) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
    this.#working++
    try {
      const key = JSON.stringify([login.user, login.database, login.branch, settings])
      const client = this.#take(key) ?? (await this.#open(login, settings))
      try {
        return await work(client)
      } finally {
        if (client.isReusable) void client.reset().then(() => this.#put(key, client))
        else client.close()
      }
    } finally {
      this.#working--
      this.#waiting.shift()?.()
    }
  }

  #open(login: Login, settings: Readonly<Record<string, string>>): Promise<BackendClient> {
    return BackendClient.open(this.engine, login, settings, this.maxBytes)
  }

  #take(key: string): BackendClient | null {
    // The last one used: others may go when they aren't needed.
    const idle = this.#idle.get(key)?.pop()
    if (idle === undefined) return null
    clearTimeout(idle.timer)
    idle.client.onLost = () => {}
    return idle.client
  }

  #put(key: string, client: BackendClient): void {
    if (!client.isReusable) return
    const timer = setTimeout(() => client.close(), IDLE_TIMEOUT).unref()
    const all = this.#idle.get(key) ?? []
    const idle = { client, timer }
    this.#idle.set(key, all)
    all.push(idle)
    client.onLost = () => {
      clearTimeout(timer)
      all.splice(all.indexOf(idle), 1)
      if (all.length === 0 && this.#idle.get(key) === all) this.#idle.delete(key)
    }
  }
}

/** A minute and an hour, in milliseconds. */
const minute = 60_000
const hour = 60 * minute

/** How many requests an address may send in a minute, and how many addresses are tracked. */
const perMinute = 30
const addresses = 1000

/** How often one address may ask. Per server, since it guards this server's log. */
export class Budget {
  #until = 0
  #spent = new Map<string, number>()

  /** @returns seconds until the next one is allowed, or undefined if this one is */
  spend(address: string): number | undefined {
    const now = Date.now()
    if (now >= this.#until) {
      this.#until = now + minute
      this.#spent.clear()
    }
    // A flood from everywhere shares the rest.
    const isKnown = this.#spent.has(address) || this.#spent.size < addresses
    const key = isKnown ? address : 'others'
    const spent = (this.#spent.get(key) ?? 0) + 1
    this.#spent.set(key, spent)
    return spent > perMinute ? Math.ceil((this.#until - now) / 1000) : undefined
  }
}

/** How many distinct lines are logged in an hour. */
const perHour = 100

/** Remembers what was logged this hour. */
export class DistinctLines {
  #until = 0
  #said = new Set<string>()

  /** @returns `full` once an hour, when there's no room for more */
  take(line: string): 'new' | 'known' | 'full' {
    const now = Date.now()
    if (now >= this.#until) {
      this.#until = now + hour
      this.#said.clear()
    }
    if (this.#said.has(line) || this.#said.size > perHour) return 'known'
    this.#said.add(line)
    return this.#said.size > perHour ? 'full' : 'new'
  }
}

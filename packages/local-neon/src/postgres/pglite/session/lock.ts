/**
 * The one session of the embedded Postgres goes from hand to hand: first come, first served.
 */

interface Waiter {
  granted: () => void
}

/** A fair lock. Who holds it has to give it back exactly once. */
export class FairLock {
  #held = false
  #waiting: Waiter[] = []

  /**
   * Calls back when it is the caller's turn; at once when the lock is free.
   * @returns a function that leaves the queue; true when it was still waiting
   */
  acquire(granted: () => void): () => boolean {
    if (!this.#held) {
      this.#held = true
      granted()
      return () => false
    }
    const waiter = { granted }
    this.#waiting.push(waiter)
    return () => {
      const index = this.#waiting.indexOf(waiter)
      if (index < 0) return false
      this.#waiting.splice(index, 1)
      return true
    }
  }

  release(): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#held = false
    else next.granted()
  }
}

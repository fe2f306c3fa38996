import { randomBytes } from 'node:crypto'

/** Values under unguessable keys, each for a limited time. */
export interface ExpiringStore<T> {
  /** Keeps a value; returns its key. */
  put(value: T): string
  /** The value, or undefined if it's unknown or expired. */
  get(key: string): T | undefined
  /** Removes and returns the value. */
  take(key: string): T | undefined
}

/** Keeps a page reloaded in a loop from filling the memory. */
const CAPACITY = 1000

/** Takes the lifetime in milliseconds and the clock (milliseconds since 1970). Everything stays in memory. */
export function createExpiringStore<T>(lifetime: number, now: () => number): ExpiringStore<T> {
  const entries = new Map<string, { value: T; expiresAt: number }>()

  const get = (key: string): T | undefined => {
    const entry = entries.get(key)
    return entry && entry.expiresAt > now() ? entry.value : undefined
  }

  return {
    put(value) {
      // A Map keeps insertion order, so the oldest entries come first.
      for (const [key, entry] of entries) {
        if (entries.size < CAPACITY && entry.expiresAt > now()) break
        entries.delete(key)
      }
      const key = randomBytes(32).toString('base64url')
      entries.set(key, { value, expiresAt: now() + lifetime })
      return key
    },
    get,
    take(key) {
      const value = get(key)
      entries.delete(key)
      return value
    },
  }
}

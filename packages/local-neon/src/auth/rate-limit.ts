interface Window {
  count: number
  /** Milliseconds since the epoch. */
  lastRequest: number
  expiresAt: number
}

/**
 * One auth server's counters, for Better Auth's `rateLimit.customStorage`. All instances in a process
 * share Better Auth's own memory, so two local Neons would count for each other. The rule is Better
 * Auth's: a window restarts `window` seconds after the last counted request.
 */
export function createRateLimitStorage() {
  const windows = new Map<string, Window>()
  return {
    async get(key: string) {
      const found = windows.get(key)
      return found ? { key, count: found.count, lastRequest: found.lastRequest } : null
    },
    async set(key: string, value: { count: number; lastRequest: number }) {
      windows.set(key, { ...value, expiresAt: Number.POSITIVE_INFINITY })
    },
    /** @param rule window in seconds; `retryAfter` is in seconds too */
    async consume(key: string, rule: { window: number; max: number }) {
      const now = Date.now()
      for (const [old, { expiresAt }] of windows) if (expiresAt <= now) windows.delete(old)

      const current = windows.get(key)
      if (current && current.count >= rule.max) {
        return { allowed: false, retryAfter: Math.ceil((current.expiresAt - now) / 1000) }
      }
      windows.set(key, {
        count: (current?.count ?? 0) + 1,
        lastRequest: now,
        expiresAt: now + rule.window * 1000,
      })
      return { allowed: true, retryAfter: null }
    },
  }
}

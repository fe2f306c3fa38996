import { expect } from 'vitest'
import type { LocalNeon } from '../../src/index'

export function consoleOf(neon: LocalNeon) {
  return {
    /** A page's text; it must exist. */
    async page(path: string): Promise<string> {
      const response = await fetch(`${neon.consoleUrl}${path}`)
      expect(response.status).toBe(200)
      return response.text()
    },
    /** Submits a form of the console's own pages; follows no redirect. */
    submit(path: string, form: Record<string, string> = {}): Promise<Response> {
      return fetch(`${neon.consoleUrl}${path}`, {
        method: 'POST',
        body: new URLSearchParams({ token: neon.token, ...form }),
        headers: { Origin: neon.consoleUrl },
        redirect: 'manual',
      })
    },
    /** Asks the JSON API, like a program with the token. */
    async api(
      method: string,
      path: string,
      body?: unknown,
    ): Promise<{ status: number; json: unknown }> {
      const response = await fetch(`${neon.consoleUrl}/api${path}`, {
        method,
        headers: { Authorization: `Bearer ${neon.token}`, 'Content-Type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      return { status: response.status, json: await response.json() }
    },
  }
}

import { neonConfig } from '@neondatabase/serverless'
import type { Client as NeonClient } from '@neondatabase/serverless'
import type pg from 'pg'
import { WebSocket } from 'ws'
import { startLocalNeon } from '../src/index'
import type { LocalNeon, LocalNeonOptions } from '../src/index'

/**
 * A local Neon in memory, without data from earlier tests. With `TEST_POSTGRES_URL` set, it uses that
 * Postgres server instead of the embedded one: the same tests then cover the other engine.
 */
export async function startForTest(options: Partial<LocalNeonOptions> = {}): Promise<LocalNeon> {
  const postgresUrl = process.env['TEST_POSTGRES_URL']
  return startLocalNeon({ data: 'memory', ...(postgresUrl && { postgresUrl }), ...options })
}

/** The tests run on the embedded Postgres, not on a server. */
export const isEmbedded = process.env['TEST_POSTGRES_URL'] === undefined

/** Points Neon's driver at the local Neon in its connection string. */
export function useLocalEndpoints(): void {
  neonConfig.fetchEndpoint = (host, port) => `http://${host}:${port}/sql`
  neonConfig.wsProxy = (host, port) => `${host}:${port}/v2`
  neonConfig.useSecureWebSocket = false
  neonConfig.webSocketConstructor = WebSocket
}

/** A promise's error, as a plain object with its message; it must fail. */
export async function errorOf(promise: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await promise
  } catch (error) {
    if (error instanceof Error) return { ...error, message: error.message }
    throw error
  }
  throw new Error('it did not fail')
}

/** Waits until something is true, by checking repeatedly. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10))
}

/** Breaks a client's connection without a goodbye, like a killed process. */
export function breakConnection(client: pg.Client | NeonClient): void {
  client.on('error', () => {})
  // Neither driver has a public way to die.
  const { connection } = client as unknown as { connection: { stream: { destroy(): void } } }
  connection.stream.destroy()
}

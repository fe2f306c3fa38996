import 'server-only'
import type { Env } from '../env'
import type { Connection } from './database'

type DriverName = Env['DATABASE_DRIVER']

/**
 * Each driver's module; only the chosen one is loaded. docs/drivers.md says which suits which host. None
 * connects before its first statement.
 */
const drivers: Record<DriverName, () => Promise<{ connect(url: string): Promise<Connection> }>> = {
  'neon-http': () => import('./drivers/neon-http'),
  'neon-websocket': () => import('./drivers/neon-websocket'),
  'node-postgres': () => import('./drivers/node-postgres'),
  'postgres-js': () => import('./drivers/postgres-js'),
}

/**
 * Opens a database with a driver.
 *
 * @param name which driver
 * @param url a Postgres connection string; its `sslmode` decides about TLS
 */
export async function connect(name: DriverName, url: string): Promise<Connection> {
  const driver = await drivers[name]()
  return driver.connect(url)
}

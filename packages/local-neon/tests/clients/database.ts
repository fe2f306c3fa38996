import { quoteIdentifier } from '../../src/postgres/quote'
import { databaseAt } from '../../src/testing/fresh-database'
import type { LocalNeon } from '../../src/index'

/** Makes an empty database for a client; returns its connection string, for any driver. */
export async function makeDatabase(local: LocalNeon, name: string): Promise<string> {
  await local.pool.query(`CREATE DATABASE ${quoteIdentifier(name)}`)
  return databaseAt(local.databaseUrl, name)
}

import { quoteIdentifier } from '../../src/postgres/quote'
import { databaseAt } from '../../src/testing/fresh-database'
import type { LocalNeon } from '../../src/index'

/** Makes an empty database for one client; gives its connection string, for every driver. */
export async function makeDatabase(local: LocalNeon, name: string): Promise<string> {
  await local.pool.query(`CREATE DATABASE ${quoteIdentifier(name)}`)
  return databaseAt(local.databaseUrl, name)
}

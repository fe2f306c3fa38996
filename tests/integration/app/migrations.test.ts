import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabase, type FreshDatabase } from 'local-neon/testing'
import { z } from 'zod'
import { emptyDatabase } from '../../../scripts/support/database'

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
  await emptyDatabase(database.pool)
})
afterAll(() => database.drop())

const journal = z.object({ entries: z.array(z.object({ tag: z.string() })) })

interface Column {
  type: string
  isNullable: boolean
  /** Whether a row can be written without it. */
  isOptional: boolean
}

/** The app's current tables, by `table.column`. */
async function readColumns(): Promise<Map<string, Column>> {
  const { rows } = await database.pool.query<Column & { name: string }>(`
    SELECT table_name || '.' || column_name AS name, udt_name AS type, is_nullable = 'YES' AS "isNullable",
      is_nullable = 'YES' OR column_default IS NOT NULL OR is_identity = 'YES' OR is_generated = 'ALWAYS'
        AS "isOptional"
    FROM information_schema.columns WHERE table_schema = 'public'`)
  return new Map(rows.map(({ name, ...column }) => [name, column]))
}

/** Why a build for the old tables can't work with the new ones. */
function faultsOf(before: Map<string, Column>, after: Map<string, Column>): string[] {
  const faults: string[] = []
  for (const [name, { type, isNullable }] of before) {
    const now = after.get(name)
    if (!now) faults.push(`${name} is gone`)
    else if (now.type !== type) faults.push(`${name} is of another type`)
    else if (isNullable && !now.isNullable) faults.push(`${name} must be given`)
  }
  const tables = new Set([...before.keys()].map((name) => name.split('.')[0]))
  for (const [name, { isOptional }] of after) {
    const isOfOldTable = tables.has(name.split('.')[0])
    if (isOfOldTable && !before.has(name) && !isOptional) faults.push(`${name} must be given`)
  }
  return faults
}

it('no migration takes away, or asks for, what the build before it does not know', async () => {
  const text = await readFile('drizzle/meta/_journal.json', 'utf8')
  const { entries } = journal.parse(JSON.parse(text))
  expect(entries.length).toBeGreaterThan(2)
  let before = await readColumns()
  for (const { tag } of entries) {
    for (const statement of (await readFile(`drizzle/${tag}.sql`, 'utf8')).split(
      '--> statement-breakpoint',
    )) {
      await database.pool.query(statement)
    }
    const after = await readColumns()
    expect(faultsOf(before, after), tag).toEqual([])
    before = after
  }
  // Faults to find.
  for (const [change, fault] of [
    ['RENAME COLUMN content TO body', 'posts.content is gone'],
    ['ALTER COLUMN submission SET NOT NULL', 'posts.submission must be given'],
    ['ADD COLUMN title text NOT NULL', 'posts.title must be given'],
  ]) {
    await database.pool.query(`ALTER TABLE posts ${change}`)
    expect(faultsOf(before, await readColumns())).toContain(fault)
  }
})

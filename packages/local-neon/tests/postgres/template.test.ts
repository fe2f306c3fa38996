import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isEmbedded, startForTest, until } from '../support'

let cache: string

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'local-neon-cache-'))
  // Where the user's caches are, on Linux, macOS and Windows.
  vi.stubEnv('XDG_CACHE_HOME', cache)
  vi.stubEnv('HOME', cache)
  vi.stubEnv('LOCALAPPDATA', cache)
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(cache, { recursive: true, force: true })
})

/** What is in the cache, as paths below it that end with a file of a cluster; nothing while one moves. */
async function templates(): Promise<string[]> {
  const files = await readdir(cache, { recursive: true }).catch(() => [])
  return files.filter((name) => name.endsWith('PG_VERSION') && !name.includes('base'))
}

async function tables(): Promise<unknown[]> {
  await using neon = await startForTest()
  const { rows } = await neon.pool.query(
    `SELECT table_schema, table_name FROM information_schema.tables
     WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2`,
  )
  await neon.pool.query('CREATE TABLE public.not_for_others ()')
  return rows
}

describe.runIf(isEmbedded)('the template of new databases', () => {
  it('is made by the first start, and what is done later is not in it', async () => {
    const first = await startForTest()
    try {
      // Half made it lies one folder deeper.
      await until(async () => /cluster-[0-9a-f]{16}.PG_VERSION$/.test((await templates())[0] ?? ''))
    } finally {
      await first.stop()
    }
    const [version = ''] = await templates()
    expect(version).toMatch(/local-neon/)
    const template = join(cache, dirname(version))
    // What is in it is what a new database begins with.
    await writeFile(join(template, 'mark'), 'of the template')
    const data = join(cache, 'data')
    await (await startForTest({ data })).stop()
    expect(await readFile(join(data, 'postgres', 'mark'), 'utf8')).toBe('of the template')
    await rm(data, { recursive: true })
    const before = await tables()
    expect(await tables()).toEqual(before)
    expect(before).not.toEqual([])
    // Nothing half made is left, and the template is still the one.
    expect(await templates()).toHaveLength(1)
    // Passwords come with the database, not with the template.
    const everything = await readdir(cache, { recursive: true })
    expect(everything.filter((name) => /(^|[/\\])(local-neon|password)$/.test(name))).toEqual([
      'local-neon',
    ])
  })

  it('is not needed: a start works where the cache cannot be written', async () => {
    const file = join(cache, 'file')
    await writeFile(file, 'mine')
    for (const name of ['XDG_CACHE_HOME', 'HOME', 'LOCALAPPDATA']) vi.stubEnv(name, file)
    expect(await tables()).not.toEqual([])
    expect(await readFile(file, 'utf8')).toBe('mine')
  })
})

import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LocalNeon } from '../../src/index'
import { startForTest, until } from '../support'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const drizzleKit = join(root, 'node_modules/drizzle-kit/bin.cjs')

let folder: string
let local: LocalNeon

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-neon-drizzle-kit-'))
  local = await startForTest()
  await local.pool.query(`
    DROP SCHEMA IF EXISTS library CASCADE; CREATE SCHEMA library;
    CREATE TYPE library.mood AS ENUM ('sad', 'very happy');
    CREATE SEQUENCE library.tickets START 100;
    CREATE TABLE library.authors (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name varchar(80) NOT NULL UNIQUE,
      mood library.mood NOT NULL DEFAULT 'sad', rating numeric(6, 2) CHECK (rating >= 0),
      tags text[], settings jsonb, born date, created_at timestamptz NOT NULL DEFAULT now());
    CREATE TABLE library.books (
      id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      author_id bigint NOT NULL REFERENCES library.authors ON DELETE CASCADE,
      title text NOT NULL, pages smallint, weight double precision, loan interval, address inet,
      in_print boolean NOT NULL DEFAULT true);
    CREATE INDEX books_by_title ON library.books (title DESC);
    CREATE VIEW library.titles AS SELECT title FROM library.books WHERE in_print;
    INSERT INTO library.authors (name, tags, settings, born)
      VALUES ('Ada', '{a,"b c"}', '{"dark": true}', '1815-12-10')`)
})

afterAll(async () => {
  await local.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Starts drizzle-kit in a folder with a configuration. */
function start(cwd: string, ...args: string[]): ChildProcess & { output: () => string } {
  const child = spawn(process.execPath, [drizzleKit, ...args], {
    cwd,
    env: {
      ...process.env,
      DATABASE_URL: local.databaseUrl,
      DATABASE_URL_UNPOOLED: local.databaseUrlUnpooled,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += String(chunk)))
  child.stderr.on('data', (chunk) => (output += String(chunk)))
  return Object.assign(child, { output: () => output })
}

/** The parts of a snapshot to check; drizzle-kit keeps it as JSON beside its schema. */
interface Snapshot {
  tables: Record<
    string,
    {
      columns: Record<string, { type: string; notNull: boolean; primaryKey: boolean }>
      indexes: Record<string, unknown>
      foreignKeys: Record<string, { tableTo: string; onDelete: string }>
      uniqueConstraints: Record<string, unknown>
      checkConstraints: Record<string, { value: string }>
    }
  >
  enums: Record<string, { values: string[] }>
  sequences: Record<string, { startWith: string }>
  views: Record<string, unknown>
}

describe('drizzle-kit pull', () => {
  it('reads back what is in the database', async () => {
    const config = {
      dialect: 'postgresql',
      dbCredentials: { url: local.databaseUrlUnpooled },
      schemaFilter: ['library'],
      out: 'pulled',
    }
    await writeFile(join(folder, 'drizzle.config.json'), JSON.stringify(config))
    const child = start(folder, 'pull')
    const [code] = await once(child, 'exit')
    expect({ code, output: child.output() }).toMatchObject({ code: 0 })

    const text = await readFile(join(folder, 'pulled/meta/0000_snapshot.json'), 'utf8')
    const snapshot: Snapshot = JSON.parse(text)
    const { 'library.authors': authors, 'library.books': books } = snapshot.tables
    const columns = (table: typeof authors) =>
      Object.entries(table?.columns ?? {}).map(([name, { type, notNull, primaryKey }]) =>
        [name, type, notNull && 'not null', primaryKey && 'key'].filter(Boolean).join(' '),
      )
    expect(columns(authors).sort()).toEqual([
      'born date',
      'created_at timestamp with time zone not null',
      'id bigint not null key',
      'mood mood not null',
      'name varchar(80) not null',
      'rating numeric(6, 2)',
      'settings jsonb',
      'tags text[]',
    ])
    expect(columns(books).sort()).toEqual([
      'address inet',
      'author_id bigint not null',
      'id uuid not null key',
      'in_print boolean not null',
      'loan interval',
      'pages smallint',
      'title text not null',
      'weight double precision',
    ])
    expect(Object.keys(books?.indexes ?? {})).toEqual(['books_by_title'])
    expect(Object.values(books?.foreignKeys ?? {})).toMatchObject([
      { tableTo: 'authors', onDelete: 'cascade' },
    ])
    expect(Object.keys(authors?.uniqueConstraints ?? {})).toEqual(['authors_name_key'])
    expect(Object.values(authors?.checkConstraints ?? {})).toMatchObject([
      { value: 'rating >= (0)::numeric' },
    ])
    expect(snapshot.enums['library.mood']?.values).toEqual(['sad', 'very happy'])
    expect(snapshot.sequences['library.tickets']?.startWith).toBe('100')
    expect(Object.keys(snapshot.views)).toEqual(['library.titles'])

    const schema = await readFile(join(folder, 'pulled/schema.ts'), 'utf8')
    expect(schema).toContain('export const authorsInLibrary = library.table("authors"')
  })
})

describe('drizzle-kit studio', () => {
  let studio: ReturnType<typeof start>
  let address: string

  beforeAll(async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    // The app's own drizzle.config.ts picks the database.
    studio = start(root, 'studio', '--host=127.0.0.1', `--port=${port}`)
    // It's plain HTTP if the machine has no mkcert.
    address = `http://127.0.0.1:${port}`
    await until(() => studio.exitCode !== null || studio.output().includes('up and running'))
    expect({ code: studio.exitCode, output: studio.output() }).toMatchObject({ code: null })
  })

  afterAll(async () => {
    if (studio.exitCode !== null) return
    studio.kill()
    await once(studio, 'exit')
  })

  /** What Drizzle Studio's page asks drizzle-kit's server. */
  async function ask(type: string, data?: unknown): Promise<unknown> {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://local.drizzle.studio' },
      body: JSON.stringify({ type, data }),
    })
    return response.json()
  }

  const proxy = (sql: string, params: unknown[] = [], mode = 'object') =>
    ask('proxy', { sql, params, mode, method: 'all' })

  it('says what it serves', async () => {
    expect(await ask('init')).toMatchObject({ dialect: 'postgresql', packageName: 'pg' })
  })

  it('lists tables and reads rows', async () => {
    const tables = await proxy(
      `SELECT table_name FROM information_schema.tables WHERE table_schema = $1 ORDER BY 1`,
      ['library'],
    )
    expect(tables).toEqual(['authors', 'books', 'titles'].map((name) => ({ table_name: name })))
    const columns = '"name", "tags", "settings", "born"'
    const read = `SELECT ${columns} FROM "library"."authors" ORDER BY "id" LIMIT $1 OFFSET $2`
    const row = ['Ada', ['a', 'b c'], { dark: true }, '1815-12-10']
    expect(await proxy(read, [50, 0], 'array')).toEqual([row])
    const names = ['name', 'tags', 'settings', 'born']
    expect(await proxy(read, [50, 0])).toEqual([
      Object.fromEntries(names.map((name, index) => [name, row[index]])),
    ])
  })

  it('writes all of a change or nothing', async () => {
    const rename = (name: string) => ({
      sql: `UPDATE library.authors SET name = '${name}'`,
      method: 'run',
    })
    await ask('tproxy', [rename('Grace'), { sql: 'SELECT 1 / 0', method: 'run' }])
    expect(await proxy('SELECT name FROM library.authors')).toEqual([{ name: 'Ada' }])
    await ask('tproxy', [rename('Grace'), rename('Barbara')])
    expect(await proxy('SELECT name FROM library.authors')).toEqual([{ name: 'Barbara' }])
  })

  it('shows the error of Postgres, and goes on', async () => {
    expect(JSON.stringify(await proxy('SELECT * FROM nowhere'))).toContain(
      'relation \\"nowhere\\" does not exist',
    )
    expect(await proxy('SELECT 1 AS one')).toEqual([{ one: 1 }])
  })
})

import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LocalNeon } from '../../src/index'
import { startForTest } from '../support'

/** The oldest pg_dump that reads the embedded Postgres: it refuses newer servers. */
const OLDEST = 18

const { stdout } = spawnSync('pg_dump', ['--version'], { encoding: 'utf8' })
const version = Number(/(\d+)\.\d+/.exec(stdout)?.[1] ?? 0)

// On Debian and most other systems it's older.
describe.runIf(version >= OLDEST)('pg_dump', () => {
  let local: LocalNeon

  beforeAll(async () => {
    local = await startForTest()
  })

  afterAll(() => local.stop())

  async function dump(...options: string[]): Promise<string> {
    const args = ['--schema=dumped', '--no-owner', ...options, local.databaseUrlUnpooled]
    const { stdout } = await promisify(execFile)('pg_dump', args)
    // psql's guard against tampered scripts, with a random key.
    return stdout.replaceAll(/^\\(un)?restrict .*\n/gm, '')
  }

  it('writes a script that makes the same again', async () => {
    await local.pool.query(`
      DROP SCHEMA IF EXISTS dumped CASCADE; CREATE SCHEMA dumped;
      CREATE TYPE dumped.mood AS ENUM ('sad', 'ok');
      CREATE TABLE dumped.authors (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE,
        mood dumped.mood DEFAULT 'ok', tags text[], settings jsonb CHECK (settings <> 'null'));
      CREATE TABLE dumped.books (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(), title text,
        author_id bigint NOT NULL REFERENCES dumped.authors ON DELETE CASCADE);
      CREATE INDEX books_by_title ON dumped.books (lower(title)) WHERE title <> '';
      CREATE VIEW dumped.titles AS SELECT title FROM dumped.books;
      CREATE FUNCTION dumped.twice(n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT n * 2';
      CREATE TRIGGER unchanged BEFORE UPDATE ON dumped.books
        FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
      ALTER TABLE dumped.books ENABLE ROW LEVEL SECURITY;
      CREATE POLICY everybody ON dumped.books USING (true);
      COMMENT ON TABLE dumped.books IS 'what they wrote';
      INSERT INTO dumped.authors (name, tags, settings) VALUES ('Ada', '{a,"b c"}', '{"dark": true}');
      INSERT INTO dumped.books (title, author_id) VALUES (E'tab\\t, \\\\, ''quote'', é', 1), (NULL, 1)`)

    const copied = await dump()
    expect(copied).toContain('COPY dumped.authors (id, name, mood, tags, settings) FROM stdin;')
    expect(copied).toContain('1\tAda\tok\t{a,"b c"}\t{"dark": true}')

    const inserts = await dump('--inserts')
    await local.pool.query('DROP SCHEMA dumped CASCADE')
    const client = await local.pool.connect()
    await client.query(inserts)
    client.release(true)
    expect(await dump()).toBe(copied)
  })
})

import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LocalNeon } from '../../src/index'
import { startForTest } from '../support'

let local: LocalNeon

beforeAll(async () => {
  local = await startForTest()
})

afterAll(() => local.stop())

const hasPsql = spawnSync('psql', ['--version']).status === 0

// Not every machine has psql; the tests above cover its protocol as well.
describe.runIf(hasPsql)('psql', () => {
  it('is told what is wrong in a COPY, and goes on', async () => {
    const script = `CREATE TEMP TABLE b (id int);
\\copy b FROM PROGRAM 'echo no number'
SELECT 'still ' || 'there';
`
    const { stdout, stderr } = await runPsql(script, ['-v', 'ON_ERROR_STOP=0'])
    expect(stderr).toContain('invalid input syntax for type integer: "no number"')
    expect(stdout).toContain('still there')
  })

  it('runs scripts, COPY included', async () => {
    const script = `CREATE TEMP TABLE p (id int, body text);
\\copy p FROM PROGRAM 'printf "1\\\\tone\\\\n2\\\\ttwo\\\\n"'
SELECT count(*) FROM p;
\\d p
`
    const { stdout } = await runPsql(script)
    expect(stdout).toContain('COPY 2')
    expect(stdout).toMatch(/Column\s+\|\s+Type/)
  })

  it('describes what there is', async () => {
    await local.pool.query(`
      DROP SCHEMA IF EXISTS described CASCADE; CREATE SCHEMA described;
      CREATE TABLE described.authors (id int PRIMARY KEY);
      CREATE TABLE described.notes (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text NOT NULL DEFAULT 'none',
        author int REFERENCES described.authors ON DELETE CASCADE, CHECK (body <> ''));
      CREATE INDEX by_body ON described.notes (body);
      COMMENT ON COLUMN described.notes.body IS 'what it says';
      CREATE FUNCTION described.twice(n int) RETURNS int LANGUAGE sql AS 'SELECT n * 2'`)
    const table = (await runPsql('\\d+ described.notes')).stdout
    expect(table).toMatch(/body +\| text +\| +\| not null \| 'none'::text .*\| what it says/)
    expect(table).toContain('"by_body" btree (body)')
    expect(table).toContain(`CHECK (body <> ''::text)`)
    expect(table).toContain('REFERENCES described.authors(id) ON DELETE CASCADE')

    const lists = [
      '\\dt *.*',
      '\\df described.*',
      '\\du',
      '\\dn',
      '\\di described.*',
      '\\dT',
      '\\dp',
      '\\dx',
    ]
    const { stdout } = await runPsql(lists.join('\n'))
    expect(stdout).toMatch(/described +\| notes +\| table/)
    expect(stdout).toMatch(/described +\| twice +\| integer +\| n integer/)
    expect(stdout).toContain(new URL(local.databaseUrl).username)
    expect(stdout).toMatch(/described +\| by_body +\| index/)
    expect(stdout).toMatch(/plpgsql/)
  })

  it('copies to a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'local-neon-psql-'))
    const file = join(folder, 'copied.csv')
    await runPsql(`\\copy (SELECT 1 AS id, 'a, b' AS body) TO '${file}' CSV HEADER`)
    expect(await readFile(file, 'utf8')).toBe('id,body\n1,"a, b"\n')
    await rm(folder, { recursive: true })
  })
})

async function runPsql(
  script: string,
  options: string[] = [],
): Promise<{ stdout: string; stderr: string }> {
  const run = promisify(execFile)
  const child = run('psql', [local.databaseUrl, '-X', '-v', 'ON_ERROR_STOP=1', ...options])
  child.child.stdin?.end(script)
  return child
}

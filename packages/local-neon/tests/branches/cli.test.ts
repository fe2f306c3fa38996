import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { run as runCommandLine } from '../../src/cli/index'
import { findRunning, startLocalNeon } from '../../src/index'
import type { LocalNeon } from '../../src/index'
import { errorOf, until } from '../support'

const program = fileURLToPath(new URL('../../bin/local-neon.js', import.meta.url))
const run = promisify(execFile)

let folder: string
let data: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'branches-'))
  data = join(folder, 'data')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the command line in this process; returns its output, or fails with its complaint. */
async function command(...args: string[]): Promise<string> {
  const said = vi.spyOn(console, 'log').mockImplementation(() => {})
  const complained = vi.spyOn(console, 'error').mockImplementation(() => {})
  try {
    const code = await runCommandLine([...args, '--data', data])
    if (code !== 0) throw new Error(complained.mock.lastCall?.join(' '))
    return said.mock.calls.flat().join('\n')
  } finally {
    said.mockRestore()
    complained.mockRestore()
  }
}
const notes = async ({ pool }: LocalNeon): Promise<string[]> => {
  const { rows } = await pool.query<{ text: string }>('SELECT text FROM note ORDER BY text')
  return rows.map(({ text }) => text)
}
const start = () => startLocalNeon({ data })

// Each starts several local Neons in turn.
describe('the commands about branches', { timeout: 120_000 }, () => {
  it('work through the local Neon that runs, and without one', async () => {
    {
      await using neon = await start()
      await neon.pool.query("CREATE TABLE note (text text); INSERT INTO note VALUES ('first')")
      neon.auth.mailbox.send({ to: 'one@example.com', subject: 'Kept', text: '' })
      expect(await command('branch', 'create', 'feature/x')).toContain('feature/x is there')
      expect(await command('branch', 'checkout', 'feature/x')).toContain('current')
      await neon.pool.query("INSERT INTO note VALUES ('second')")
      expect(await command('snapshot', 'save', 'two')).toContain('two')
      await neon.pool.query('TRUNCATE note')
      expect(await command('snapshot', 'restore', 'two')).toMatch(/before-restore-/)
      expect(await notes(neon)).toEqual(['first', 'second'])
      expect(await command('branch', 'list')).toMatch(/^ {2}main .*\n\* feature\/x\s+of main/)
      const failed = await errorOf(command('branch', 'checkout', 'nowhere'))
      expect(failed).toMatchObject({ message: 'There is no branch nowhere.' })
    }
    expect(await command('branch', 'reset', 'feature/x', '--keep-as', 'kept')).toContain('parent')
    expect(await command('snapshot', 'list')).toMatch(/two[^]*before-restore[^]*kept/)
    expect(await command('snapshot', 'delete', 'kept')).toContain('deleted')
    expect(await command('branch', 'checkout', '--create', 'other')).toContain('current')
    expect(await command('branch', 'delete', 'other').catch(() => 'refused')).toBe('refused')
    expect(findRunning(data)).toBeUndefined()

    await using again = await start()
    expect(await notes(again)).toEqual(['first'])
    expect(again.auth.mailbox.list()).toMatchObject([{ subject: 'Kept' }])
    const all = (await again.branches?.list()) ?? []
    expect(all.filter(({ isCurrent }) => isCurrent)).toMatchObject([
      { name: 'other', parent: 'feature/x' },
    ])
  })

  it('export everything, and import it into an empty folder and over another database', async () => {
    const file = join(folder, 'all.tar.gz')
    {
      await using neon = await start()
      await neon.pool.query("CREATE TABLE note (text text); INSERT INTO note VALUES ('mine')")
      await neon.auth.users.create({ name: 'A', email: 'a@example.com', password: 'long enough' })
      neon.auth.mailbox.send({ to: 'a@example.com', subject: 'Hello', text: '' })
      await neon.branches?.create('side')
      await neon.branches?.save('saved')
      expect(await command('export', file)).toContain(file)
      expect(statSync(file).mode & 0o777).toBe(0o600)
      await neon.pool.query("INSERT INTO note VALUES ('too late')")
      expect(await command('import', file)).toContain(`has what is in ${file}`)
      expect(await notes(neon)).toEqual(['mine'])
    }
    data = join(folder, 'elsewhere')
    expect(await command('import', file)).toContain('elsewhere')
    {
      await using neon = await start()
      expect(neon.isNew).toBe(false)
      expect(await notes(neon)).toEqual(['mine'])
      expect(neon.auth.mailbox.list()).toMatchObject([{ subject: 'Hello' }])
      expect(await neon.branches?.list()).toMatchObject([{ name: 'main' }, { name: 'side' }])
      expect(await neon.branches?.snapshots()).toMatchObject([{ name: 'saved' }])
      const response = await fetch(`${neon.authUrl}/sign-in/email`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Origin: 'http://localhost:3000' },
        body: JSON.stringify({ email: 'a@example.com', password: 'long enough' }),
      })
      expect(response.status).toBe(200)
      await neon.pool.query("INSERT INTO note VALUES ('later')")
    }
    await command('import', file)
    expect(existsSync(join(data, 'postgres-before-import'))).toBe(true)
    await using neon = await start()
    expect(await notes(neon)).toEqual(['mine'])
  })

  it('leave everything as it is when the file is none of theirs', async () => {
    {
      await using neon = await start()
      await neon.pool.query("CREATE TABLE note (text text); INSERT INTO note VALUES ('safe')")
    }
    const file = join(folder, 'other.tar.gz')
    writeFileSync(file, 'no archive')
    const failed = await errorOf(command('import', file))
    expect(failed['message']).toContain('isn’t a local Neon export')
    await using neon = await start()
    const running = await errorOf(command('import', file))
    expect(running['message']).toContain('isn’t a local Neon export')
    expect(await notes(neon)).toEqual(['safe'])
  })

  it('export at the end, import at the start, in memory', async () => {
    data = 'memory'
    const file = join(folder, 'state.tar.gz')
    const insert = `
      const pg = require('pg'); const client = new pg.Client(process.env.DATABASE_URL);
      client.connect().then(() => client.query(process.argv[1]))
        .then(({ rows }) => { console.log(JSON.stringify(rows)); return client.end() })`
    const withFile = async (option: string, sql: string) => {
      const node = [process.execPath, '-e', insert, sql]
      const { stdout } = await run(process.execPath, [
        ...[program, '--data', data, option, file, '--'],
        ...node,
      ])
      return stdout.trim()
    }
    await withFile('--export-on-exit', 'CREATE TABLE note AS SELECT 1 AS number')
    expect(await withFile('--import', 'SELECT number FROM note')).toBe('[{"number":1}]')
  })
})

describe('following git', { timeout: 120_000 }, () => {
  it('checks out the branch of the same name, at the start and later', async () => {
    const tree = join(folder, 'tree')
    mkdirSync(tree)
    const git = (...args: string[]) =>
      run('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], { cwd: tree })
    await git('init', '-b', 'main')
    await git('commit', '--allow-empty', '-m', 'First')
    await git('checkout', '-b', 'early')
    await using neon = await startLocalNeon({ data: 'memory', followGit: tree })
    const current = async () => (await neon.branches?.list())?.find((each) => each.isCurrent)
    expect(await current()).toMatchObject({ name: 'early', parent: 'main' })
    await git('checkout', '-b', 'feature/new@thing')
    await until(async () => (await current())?.name === 'feature/new-thing')
    await git('checkout', 'main')
    await until(async () => (await current())?.name === 'main')
    await git('checkout', '--detach')
    await git('checkout', 'early')
    await until(async () => (await current())?.name === 'early')
  })
})

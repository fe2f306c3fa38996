import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { neon as driver } from '@neondatabase/serverless'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startLocalNeon, type LocalNeon } from '../../src/index'
import { consoleOf } from '../console/support'
import { errorOf, useLocalEndpoints } from '../support'

let neon: LocalNeon
let ask: ReturnType<typeof consoleOf>
beforeAll(async () => {
  useLocalEndpoints()
  neon = await startLocalNeon({ data: 'memory' })
  ask = consoleOf(neon)
  await neon.pool.query('CREATE TABLE note (text text)')
})
afterAll(() => neon.stop())

describe('the API of branches and snapshots', () => {
  it('does all there is, and gives each branch its connection strings', async () => {
    const done = { status: 200, json: { done: true } }
    expect(await ask.api('POST', '/branches', { name: 'feature/api' })).toEqual(done)
    const { json } = await ask.api('GET', '/branches')
    expect(json).toMatchObject([
      { name: 'main', parent: null, isCurrent: true },
      {
        name: 'feature/api',
        parent: 'main',
        isCurrent: false,
        databaseUrl: `${neon.databaseUrl}?options=endpoint%3Dfeature%2Fapi`,
      },
    ])
    const [, branch] = json as { databaseUrl: string }[]
    await driver(branch?.databaseUrl ?? '').query("INSERT INTO note VALUES ('api')")
    expect(await ask.api('POST', '/branches/feature%2Fapi/checkout')).toEqual(done)
    expect((await neon.pool.query('SELECT * FROM note')).rows).toEqual([{ text: 'api' }])

    expect(await ask.api('POST', '/snapshots', { name: 'one' })).toEqual(done)
    expect(await ask.api('POST', '/branches/feature%2Fapi/reset', {})).toEqual(done)
    expect((await neon.pool.query('SELECT * FROM note')).rows).toEqual([])
    expect(await ask.api('POST', '/snapshots/one/restore')).toMatchObject({
      status: 200,
      json: { keptAs: expect.stringMatching(/^before-restore-\d{8}-\d{6}$/) },
    })
    expect((await neon.pool.query('SELECT * FROM note')).rows).toEqual([{ text: 'api' }])
    expect(await ask.api('DELETE', '/snapshots/one')).toEqual(done)
    expect(await ask.api('POST', '/branches/main/checkout')).toEqual(done)
    expect(await ask.api('DELETE', '/branches/feature%2Fapi')).toEqual(done)
    expect((await ask.api('GET', '/branches')).json).toHaveLength(1)
  })

  it('refuses with the reason', async () => {
    expect(await ask.api('POST', '/branches', { name: 'not so' })).toMatchObject({ status: 400 })
    expect(await ask.api('POST', '/branches', { name: 'main' })).toEqual({
      status: 409,
      json: { error: { code: 'conflict', message: 'There is a branch main already.' } },
    })
    expect(await ask.api('DELETE', '/branches/gone')).toMatchObject({ status: 404 })
    expect(await ask.api('POST', '/snapshots/gone/restore')).toMatchObject({ status: 404 })
  })
})

describe('the pages of branches and snapshots', () => {
  it('make, check out, reset and delete a branch by one click each', async () => {
    const click = async (path: string, form: Record<string, string>, done: string) => {
      const response = await ask.submit(path, form)
      expect(response.headers.get('location')).toBe(done)
    }
    await click('/branches', { name: 'page', from: 'main' }, '/branches?done=created')
    await click('/branches/checkout', { name: 'page' }, '/branches?done=checked-out')
    expect(await ask.page('/branches?done=checked-out')).toMatch(
      /Branch checked out\.[^]*page\s*<span class="badge">current/,
    )
    await click('/branches/reset', { name: 'page' }, '/branches?done=reset')
    await click('/snapshots', { name: 'shot' }, '/snapshots?done=taken')
    await click('/snapshots/restore', { name: 'shot' }, '/snapshots?done=restored')
    expect(await ask.page('/snapshots')).toMatch(/shot[^]*before-restore-/)
    await click('/snapshots/delete', { name: 'shot' }, '/snapshots?done=deleted')
    await click('/branches/checkout', { name: 'main' }, '/branches?done=checked-out')
    await click('/branches/delete', { name: 'page' }, '/branches?done=deleted')
    await click(
      '/branches',
      { name: 'both', from: 'main', checkout: 'true' },
      '/branches?done=checked-out',
    )
    expect(await neon.branches?.list()).toMatchObject([
      { name: 'main' },
      { name: 'both', isCurrent: true },
    ])
  })

  it('say what is wrong beside the field, and keep what was typed', async () => {
    const response = await ask.submit('/branches', { name: '<b>' })
    expect(response.status).toBe(422)
    const page = await response.text()
    expect(page).toContain('value="&lt;b&gt;"')
    expect(page).toMatch(/aria-invalid="true"[^]*Use letters, digits/)
  })
})

describe('an export comes back', () => {
  const texts = async ({ pool }: LocalNeon) => (await pool.query('SELECT text FROM note')).rows
  const sendFile = (target: LocalNeon, file: Blob, headers: Record<string, string> = {}) =>
    fetch(`${target.consoleUrl}/api/import`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${target.token}`,
        'Content-Type': 'application/gzip',
        ...headers,
      },
      body: file,
    })
  const submitFile = (file: Blob, token = neon.token, origin = neon.consoleUrl) => {
    const form = new FormData()
    form.set('token', token)
    form.set('file', file, 'local-neon.tar.gz')
    return fetch(`${neon.consoleUrl}/snapshots/import`, {
      method: 'POST',
      headers: { Origin: origin },
      body: form,
      redirect: 'manual',
    })
  }

  let file: Blob
  beforeAll(async () => {
    // Smaller data is copied sooner.
    await neon.branches?.checkout('main')
    await neon.branches?.delete('both')
    for (const { name } of (await neon.branches?.snapshots()) ?? []) {
      await neon.branches?.deleteSnapshot(name)
    }
    await neon.branches?.create('of-the-file')
    await neon.pool.query("TRUNCATE note; INSERT INTO note VALUES ('in the file')")
    neon.auth.mailbox.send({ to: 'one@example.com', subject: 'Kept', text: '' })
    file = await (await fetch(`${neon.consoleUrl}/api/export`)).blob()
  })

  it('over HTTP, while apps go on with their connection strings', async () => {
    await neon.pool.query("TRUNCATE note; INSERT INTO note VALUES ('since then')")
    await neon.branches?.delete('of-the-file')
    neon.auth.mailbox.clear()

    // Some have an open connection, some ask at that moment.
    const client = new pg.Client(neon.databaseUrlUnpooled)
    const ended = new Promise<void>((resolve) => client.on('error', () => resolve()))
    await client.connect()
    const [response, meanwhile] = await Promise.all([
      sendFile(neon, file),
      driver(neon.databaseUrl).query('SELECT text FROM note'),
    ])
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ done: true })
    expect(meanwhile).toHaveLength(1)
    await ended
    expect(await texts(neon)).toEqual([{ text: 'in the file' }])
    expect(await driver(neon.databaseUrl).query('SELECT text FROM note')).toHaveLength(1)
    const again = new pg.Client(neon.databaseUrlUnpooled)
    await again.connect()
    await again.end()
    expect(await neon.branches?.list()).toMatchObject([{ name: 'main' }, { name: 'of-the-file' }])
    expect(neon.auth.mailbox.list()).toMatchObject([{ subject: 'Kept' }])
    expect(await (await fetch(`${neon.consoleUrl}/api`)).text()).toContain('"/import"')
  })

  it('by a form of the console', async () => {
    await neon.pool.query('TRUNCATE note')
    const response = await submitFile(file)
    expect(response.headers.get('location')).toBe('/snapshots?done=imported')
    expect(await texts(neon)).toEqual([{ text: 'in the file' }])
  })

  it('from nobody else, and nothing else than an export', async () => {
    const other = new Blob(['not an export'])
    const refused = await submitFile(other)
    expect(refused.status).toBe(422)
    expect(await refused.text()).toMatch(
      /aria-invalid="true"[^]*This file isn’t a local Neon export/,
    )
    expect(await (await submitFile(new Blob())).text()).toContain('Choose a file first.')
    expect((await submitFile(other, 'wrong')).status).toBe(403)
    expect((await submitFile(other, neon.token, 'http://localhost:3000')).status).toBe(403)
    expect((await sendFile(neon, other, { Authorization: 'Bearer wrong' })).status).toBe(401)
    const answer = await sendFile(neon, other)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({
      error: { message: expect.stringMatching(/^This file isn’t a local Neon export/) },
    })
    expect(await texts(neon)).toEqual([{ text: 'in the file' }])
    expect(await announce('/snapshots/import', 129 * 1024 ** 2)).toBe(413)
    expect(await announce('/api/import', 5 * 1024 ** 3)).toBe(413)
  })

  it('in a folder, which keeps what was there, and has it again after a file that is none', async () => {
    const data = mkdtempSync(join(tmpdir(), 'local-neon-import-'))
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    try {
      await using local = await startLocalNeon({ data })
      await local.pool.query(
        "CREATE TABLE note (text text); INSERT INTO note VALUES ('of the folder')",
      )
      expect((await sendFile(local, new Blob(['nothing']))).status).toBe(400)
      expect(await texts(local)).toEqual([{ text: 'of the folder' }])
      expect((await sendFile(local, file)).status).toBe(200)
      expect(await texts(local)).toEqual([{ text: 'in the file' }])
      expect(await driver(local.databaseUrl).query('SELECT text FROM note')).toHaveLength(1)
      expect(readdirSync(data)).toContain('postgres-before-import')
    } finally {
      said.mockRestore()
      rmSync(data, { recursive: true, force: true })
    }
  })
})

/** The answer to so many bytes, before any are sent. */
function announce(path: string, bytes: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = {
      'Content-Length': bytes,
      'Content-Type': 'multipart/form-data; boundary=x',
      Origin: neon.consoleUrl,
      Authorization: `Bearer ${neon.token}`,
    }
    const outgoing = request(`${neon.consoleUrl}${path}`, { method: 'POST', headers }, (answer) => {
      resolve(answer.statusCode)
      outgoing.destroy()
    })
    outgoing.once('error', reject)
    outgoing.flushHeaders()
  })
}

describe('in front of a server of one’s own', () => {
  it('there are none, and every way says so', async () => {
    const postgresUrl = neon.databaseUrlUnpooled
    await using front = await startLocalNeon({ data: 'memory', postgresUrl })
    const other = consoleOf(front)
    const sentence = 'local Neon’s own Postgres, and this one uses another server'
    expect(front.branches).toBeNull()
    expect(await other.page('/branches')).toContain(sentence)
    expect(await other.page('/snapshots')).toContain(sentence)
    for (const path of ['/branches', '/snapshots', '/export']) {
      expect(await other.api('GET', path)).toMatchObject({
        status: 409,
        json: { error: { code: 'conflict', message: expect.stringContaining(sentence) } },
      })
    }
    const started = startLocalNeon({ data: 'memory', postgresUrl, importFile: 'x' })
    expect(await errorOf(started)).toMatchObject({ message: expect.stringContaining(sentence) })
  })
})

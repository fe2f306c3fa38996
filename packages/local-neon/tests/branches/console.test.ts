import { neon as driver } from '@neondatabase/serverless'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
      /The branch is the current one\.[^]*page\s*<span class="badge">current/,
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
    expect(page).toMatch(/aria-invalid="true"[^]*A name has letters/)
  })
})

describe('in front of a server of one’s own', () => {
  it('there are none, and every way says so', async () => {
    const postgresUrl = neon.databaseUrlUnpooled
    await using front = await startLocalNeon({ data: 'memory', postgresUrl })
    const other = consoleOf(front)
    const sentence = 'local Neon’s own Postgres alone'
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

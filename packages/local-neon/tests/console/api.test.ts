import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startLocalNeon, type LocalNeon } from '../../src/index'
import { consoleOf } from './support'

let neon: LocalNeon
let ask: ReturnType<typeof consoleOf>
let reseeded = 0
beforeAll(async () => {
  const reseed = async () => void reseeded++
  neon = await startLocalNeon({ data: 'memory', rateLimit: false, reseed })
  ask = consoleOf(neon)
})
afterAll(() => neon.stop())

const documentSchema = z.looseObject({
  openapi: z.string(),
  servers: z.array(z.object({ url: z.string() })),
  paths: z.record(
    z.string(),
    z.record(z.string(), z.looseObject({ summary: z.string(), responses: z.looseObject({}) })),
  ),
})

async function routes() {
  const { json } = await ask.api('GET', '')
  const { openapi, servers, paths } = documentSchema.parse(json)
  expect(openapi).toBe('3.1.0')
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ path: `${servers[0]?.url ?? ''}${path}`, method })),
  )
}

describe('the JSON API', () => {
  it('describes every part of itself, and answers what it describes', async () => {
    const all = await routes()
    const parts = new Set(all.map(({ path }) => path.split('/')[2]))
    for (const part of ['users', 'mails', 'settings', 'statements', 'auth-requests', 'faults']) {
      expect(parts).toContain(part)
    }
    const reads = all.filter(({ method, path }) => method === 'get' && !path.includes('{'))
    expect(reads.length).toBeGreaterThan(7)
    for (const { path } of reads) {
      expect((await fetch(`${neon.consoleUrl}${path}`)).status).toBe(200)
    }
  })

  it('changes nothing without the token', async () => {
    const changes = (await routes()).filter(({ method }) => method !== 'get')
    expect(changes.length).toBeGreaterThan(10)
    for (const { path, method } of changes) {
      for (const token of ['', neon.token.slice(1), `${neon.token}x`]) {
        const response = await fetch(`${neon.consoleUrl}${path}`, {
          method: method.toUpperCase(),
          headers: { Authorization: `Bearer ${token}` },
        })
        expect(`${method} ${path}: ${response.status}`).toBe(`${method} ${path}: 401`)
        expect(await response.json()).toMatchObject({ error: { code: 'token_required' } })
      }
    }
    expect(reseeded).toBe(0)
  })

  it('takes no form without the token either', async () => {
    const response = await fetch(`${neon.consoleUrl}/settings/reseed`, {
      method: 'POST',
      body: new URLSearchParams({ token: 'guessed' }),
      headers: { Origin: neon.consoleUrl },
    })
    expect(response.status).toBe(403)
    expect(await response.text()).toContain('Reload it')
    expect(reseeded).toBe(0)
  })

  it('says in one form what is wrong', async () => {
    const error = expect.objectContaining({ code: expect.any(String), message: expect.any(String) })
    expect(await ask.api('GET', '/nothing')).toEqual({ status: 404, json: { error } })
    expect(await ask.api('PATCH', '/settings', { moon: 1 })).toEqual({
      status: 400,
      json: { error },
    })
    expect(await ask.api('POST', '/users', 'x'.repeat(20_000))).toEqual({
      status: 413,
      json: { error },
    })
    const broken = await fetch(`${neon.consoleUrl}/api/faults`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${neon.token}`, 'Content-Type': 'application/json' },
      body: '{',
    })
    expect({ status: broken.status, json: await broken.json() }).toEqual({
      status: 400,
      json: { error },
    })
  })

  it('reads and changes settings', async () => {
    const changes = { trustedOrigins: ['https://app.example'], magicLink: true }
    expect(await ask.api('PATCH', '/settings', changes)).toMatchObject({
      status: 200,
      json: changes,
    })
    expect((await ask.api('GET', '/settings')).json).toEqual(await neon.auth.settings.get())
  })

  it('reseeds, by a button and by a request', async () => {
    expect(await ask.page('/settings')).toContain('Reset and reseed')
    expect((await ask.submit('/settings/reseed')).status).toBe(303)
    expect((await ask.api('POST', '/reseed')).status).toBe(200)
    expect(reseeded).toBe(2)
  })
})

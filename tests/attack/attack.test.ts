import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { builtActions, builtAssets, builtRoutes, namesFromOutside } from './support/build'
import {
  addDraft,
  attack,
  belongingsOf,
  database,
  leakyLines,
  logLines,
  ownHeaders,
  register,
  resources,
  sentSecret,
  type Person,
} from './support/requests'
import { addressOf, flightText, formFields, hostileText } from './support/shapes'

/**
 * How long the whole attack takes, in seconds: `ATTACK_SECONDS=600 npm run attack`. Without it, a fixed
 * number of rounds takes about half a minute.
 */
const seconds = Number(process.env.ATTACK_SECONDS) || undefined
const timeout = (seconds ?? 60) * 1000 + 30_000

const routes = builtRoutes()
const actions = builtActions()
const { parameters, fields } = namesFromOutside()

let victim: Person
let draft: string
let attackers: Person[]
let before: unknown[]
let idle: ReturnType<typeof resources>

beforeAll(async () => {
  victim = await register({ isGuarded: true })
  draft = String(await addDraft(victim))
  attackers = [await register()]
  before = await belongingsOf(victim)
})

afterAll(() => database().end())

/** Runs this many rounds, or for a share of the time; a round is a few requests at once. */
async function attackFor<T>(
  { rounds, share }: { rounds: number; share: number },
  shape: fc.Arbitrary<T>,
  request: (one: T) => Promise<unknown>,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(shape, { minLength: 4, maxLength: 8 }), async (several) => {
      await Promise.all(several.map(request))
    }),
    seconds
      ? { numRuns: 1_000_000, interruptAfterTimeLimit: Math.max(2000, share * seconds * 1000) }
      : { numRuns: rounds, interruptAfterTimeLimit: 20_000, endOnFailure: true },
  )
}

/** Who asks: nobody, someone else, or someone with forged cookies. */
const asker = fc.constantFrom('nobody', 'attacker', 'forger')

function headersOf(who: string): Record<string, string> {
  const cookie =
    'a=%; __Secure-neon-auth.session_token=x.y; __Secure-neon-auth.local.session_data=a.b.c'
  return who === 'forger'
    ? { ...ownHeaders(), Cookie: cookie }
    : ownHeaders(who === 'attacker' ? attackers.at(-1) : undefined)
}

/** Action calls to always make: invalid arguments, and a decoder's worst. */
function brokenCalls(id: string, route: string, who: string): Promise<unknown>[] {
  const path = route.replaceAll(/\[[^\]]+\]/g, draft)
  const headers = { ...headersOf(who), 'Next-Action': id }
  const text = { ...headers, 'Content-Type': 'text/plain;charset=UTF-8' }
  const bodies = ['[]', '[null]', '[null,null]', '[null,"x"]', '[null,{}]', '[1,[]]']
  const broken = ['', '[[[[', `["$n${'9'.repeat(3000)}"]`, '["$h1"]', '{}', 'null']
  return [
    ...bodies.map((body) => attack(path, { method: 'POST', body, headers: text })),
    ...broken.map(async (body) => {
      expect((await attack(path, { method: 'POST', body, headers: text })).status).toBe(400)
      const form = new FormData()
      form.append('0', body)
      expect((await attack(path, { method: 'POST', body: form, headers })).status).toBe(400)
    }),
  ]
}

describe.sequential('a standing attack', { timeout }, () => {
  it('knows the routes and actions of the build', () => {
    expect(routes).toContain('/posts/[id]')
    expect(routes).toContain('/admin/users/[id]/[action]')
    expect(actions.map(({ name }) => name)).toContain('app/posts/actions.ts#remove')
    expect(actions.filter(({ pages }) => pages.length === 0)).toEqual([])
    expect(parameters).toContain('next')
    expect(fields).toContain('content')
  })

  it('finds every route and file to keep the rules', async () => {
    for (const route of routes) {
      const path = route.replaceAll(/\[[^\]]+\]/g, draft)
      for (const who of ['nobody', 'attacker', 'forger']) {
        await attack(path, { headers: headersOf(who) })
        await attack(path, { headers: { ...headersOf(who), RSC: '1' } })
      }
      for (const method of ['HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']) {
        await attack(path, { method, headers: headersOf('nobody') })
        await attack(path, { method, headers: { Origin: 'https://evil.test' } })
      }
    }
    // Admin actions as if there were none, also with the names of what their forms do.
    for (const route of routes.filter((one) => one.startsWith('/admin/'))) {
      for (const action of ['ban', 'role', 'remove', 'unpublish', 'delete']) {
        const path = route.replace('[id]', draft).replace('[action]', action)
        for (const who of ['nobody', 'attacker', 'forger']) {
          const form = new URLSearchParams({ role: 'admin', confirmed: 'yes', reason: 'x' })
          const sent = { method: 'POST', body: form, headers: headersOf(who) }
          expect((await attack(path, { headers: headersOf(who) })).status).toBe(404)
          expect((await attack(path, sent)).status).toBe(404)
        }
      }
    }
    // Next would answer these with 500, or log them.
    for (const tree of ['%', '%5B%22%22%5D']) {
      const headers = { RSC: '1', 'Next-Router-State-Tree': tree }
      expect((await attack('/nowhere', { headers })).status).toBe(404)
    }
    const typed = { ...headersOf('attacker'), 'Next-Action': sentSecret }
    expect((await attack('/', { method: 'POST', body: '[]', headers: typed })).status).toBe(400)
    for (const path of builtAssets()) {
      expect((await attack(path)).body).not.toContain('sourceMappingURL=')
      expect((await attack(`${path}.map`)).status).toBe(404)
    }
    idle = resources()
  })

  it('finds no weakness in a route', async () => {
    const routing = fc.constantFrom<Record<string, string>>(
      {},
      { RSC: '1' },
      { RSC: '1', 'Next-Router-Prefetch': '1' },
      { RSC: '1', 'Next-Router-State-Tree': '%5B%22%22%5D' },
      { 'Next-Router-State-Tree': '%' },
      { 'X-Forwarded-Host': 'evil.test', 'X-Forwarded-Proto': 'https' },
      { 'X-Middleware-Subrequest': 'proxy:proxy:proxy:proxy:proxy' },
      { 'X-Session-State': 'signed-in', 'X-Nonce': 'x' },
      { 'Sec-Fetch-Dest': 'image' },
      { Range: 'bytes=0-0', 'If-None-Match': '*' },
      { Accept: 'application/json', 'Accept-Language': '*;q=x' },
    )
    const method = fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'POST', 'PUT', 'OPTIONS')
    const address = fc
      .constantFrom(...routes)
      .chain((route) => addressOf(route, parameters, [draft]))
    const time = { rounds: 40, share: 0.35 }
    await attackFor(time, fc.tuple(address, method, asker, routing), ([path, verb, who, extra]) =>
      attack(path, { method: verb, headers: { ...headersOf(who), ...extra } }),
    )
  })

  it.each(actions.map(({ name, id, pages }) => [name, id, pages] as const))(
    'finds no weakness in %s',
    async (_, id, pages) => {
      attackers.push(await register())
      for (const who of ['nobody', 'attacker'])
        await Promise.all(brokenCalls(id, pages[0] ?? '', who))
      const page = fc.constantFrom(...pages).map((route) => route.replaceAll(/\[[^\]]+\]/g, draft))
      const form = formFields(fields, [draft])
      await attackFor(
        { rounds: 3, share: 0.5 / actions.length },
        fc.tuple(page, asker, fc.oneof(form, flightText), flightText, fc.boolean()),
        async ([path, who, payload, root, isCall]) => {
          const headers = headersOf(who)
          if (typeof payload === 'string') {
            const type = { 'Content-Type': 'text/plain;charset=UTF-8' }
            return attack(path, {
              method: 'POST',
              body: payload,
              headers: { ...headers, ...type, 'Next-Action': id },
            })
          }
          const body = new FormData()
          if (isCall) {
            // Half of them are whole, to give the action itself something to think about.
            body.append('0', payload.length % 2 === 0 ? '[{},"$K1"]' : root)
          } else {
            body.append('$ACTION_REF_1', '')
            body.append('$ACTION_1:0', JSON.stringify({ id, bound: '$@1' }))
            body.append('$ACTION_1:1', payload.length % 2 === 0 ? '[{}]' : root)
          }
          for (const [name, value] of payload) body.append(isCall ? `_1_${name}` : name, value)
          return attack(path, {
            method: 'POST',
            body,
            headers: { ...headers, ...(isCall && { 'Next-Action': id }) },
          })
        },
      )
    },
  )

  it('finds no weakness in what is no action', async () => {
    const type = fc.constantFrom(
      'multipart/form-data; boundary=x',
      'multipart/form-data',
      'MULTIPART/form-data; boundary="x"',
      'application/x-www-form-urlencoded',
      'application/json',
      'text/plain',
      'text/x-component',
      'x',
    )
    const id = fc.oneof(hostileText, fc.constantFrom('0'.repeat(42), 'f'.repeat(42), 'x'))
    const path = fc.constantFrom(
      '/',
      '/auth/sign-in',
      `/posts/${draft}/edit`,
      '/nowhere',
      '/api/auth/sign-in/email',
    )
    await attackFor(
      { rounds: 15, share: 0.1 },
      fc.tuple(path, type, fc.oneof(hostileText, flightText), fc.option(id), asker),
      ([address, contentType, body, action, who]) =>
        attack(address, {
          method: 'POST',
          body,
          headers: {
            ...headersOf(who),
            'Content-Type': contentType,
            ...(action !== null && { 'Next-Action': encodeURIComponent(action.toWellFormed()) }),
          },
        }),
    )
  })

  it('gets nothing but 502 and 503 out of services that are down', async () => {
    const { consoleUrl, consoleToken } = inject('world')
    const fault = (service: string, kind: unknown) =>
      fetch(`${consoleUrl}/api/faults`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${consoleToken}` },
        body: JSON.stringify({ service, fault: kind }),
      })
    for (const [service, kind] of [
      ['database', 'refuse'],
      ['database', 'status500'],
      ['auth', 'reset'],
      ['auth', 'html'],
    ] as const) {
      expect((await fault(service, { kind })).ok).toBe(true)
      try {
        await Promise.all(
          routes.flatMap((route) =>
            ['nobody', 'attacker'].map((who) =>
              attack(route.replaceAll(/\[[^\]]+\]/g, draft), { headers: headersOf(who) }),
            ),
          ),
        )
      } finally {
        await fault(service, null)
      }
    }
  })

  it('has changed nothing that belongs to somebody else', async () => {
    expect(await belongingsOf(victim)).toEqual(before)
  })

  it('has left no secret in the log, and no error that nobody expected', () => {
    expect(leakyLines([victim, ...attackers])).toEqual([])
    expect(logLines().filter((line) => /uncaughtException|unhandledRejection/.test(line))).toEqual(
      [],
    )
  })

  it.runIf(process.platform === 'linux')(
    'has left no descriptor and no memory behind',
    async () => {
      await vi.waitUntil(() => resources().descriptors <= idle.descriptors + 10, {
        timeout: 30_000,
      })
      expect(resources().memory - idle.memory).toBeLessThan(150)
    },
  )
})

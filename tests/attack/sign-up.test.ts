import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { builtActions } from './support/build'
import { attack, database, ownHeaders, register, type Person } from './support/requests'
import type { Seen } from './support/passive-rules'

/** Rounds of sign-ups, by form and by API; each with two new addresses and, at the same time, a taken one twice. */
const rounds = 6

async function setAuth(settings: Record<string, unknown>): Promise<void> {
  const { consoleUrl, consoleToken } = inject('world')
  const response = await fetch(`${consoleUrl}/api/settings`, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${consoleToken}` },
    body: JSON.stringify(settings),
  })
  expect(response.ok).toBe(true)
}

const password = 'correct horse battery'

/** As a browser without JavaScript sends the form. */
function byForm(email: string): Promise<Seen> {
  const id = builtActions().find(({ name }) => name.endsWith('sign-up/actions.ts#signUp'))?.id
  const body = new FormData()
  body.append('$ACTION_REF_1', '')
  body.append('$ACTION_1:0', JSON.stringify({ id, bound: '$@1' }))
  body.append('$ACTION_1:1', '[{}]')
  for (const [name, value] of Object.entries({ name: 'Ada', email, password, next: '/posts' })) {
    body.append(name, value)
  }
  return attack('/auth/sign-up', { method: 'POST', body, headers: ownHeaders() })
}

function byApi(email: string): Promise<Seen> {
  return attack('/api/auth/sign-up/email', {
    method: 'POST',
    body: JSON.stringify({ name: 'Ada', email, password }),
    headers: { ...ownHeaders(), 'Content-Type': 'application/json' },
  })
}

/** An answer without what differs from one to the next, whatever the address is. */
function shapeOf({ status, headers, body }: Seen, email: string): unknown {
  const plain = (text: string) =>
    decodeURIComponent(text)
      .replaceAll(email, 'EMAIL')
      .replace(/"sentAt":\d+/, '"sentAt":0')
      .replace(/Expires=[^;]+/, 'Expires=')
      .replace(/nonce-[\w+/=]+/g, 'nonce-')
      .replace(/"id":"[0-9a-f-]{36}"/, '"id":"UUID"')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'DATE')
  const fields = [...headers].filter(([name]) => name !== 'date')
  return { status, headers: fields.map(([name, value]) => [name, plain(value)]), body: plain(body) }
}

const median = (times: number[]) => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0

describe('signing up where addresses have to be verified', () => {
  let taken: Person
  beforeAll(async () => {
    taken = await register()
    await setAuth({ requireEmailVerification: true })
    // Making an account and sending its mail take time in the cloud; on this machine one would hardly see it.
    await database().query(`
      CREATE FUNCTION neon_auth.slow() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_sleep(0.15); RETURN NEW; END $$;
      CREATE TRIGGER slow BEFORE INSERT ON neon_auth."user" EXECUTE FUNCTION neon_auth.slow()`)
  })
  afterAll(async () => {
    await database().query('DROP FUNCTION neon_auth.slow CASCADE')
    await setAuth({ requireEmailVerification: false })
    await database().end()
  })

  it.each([
    ['form', byForm],
    ['API', byApi],
  ])(
    'tells by the %s neither in words nor in time whether there is an account',
    async (_, send) => {
      const times: Record<'fresh' | 'known', number[]> = { fresh: [], known: [] }
      const measure = async (kind: 'fresh' | 'known', email: string) => {
        const begin = performance.now()
        const answer = await send(email)
        times[kind].push(performance.now() - begin)
        return shapeOf(answer, email)
      }
      const newAddress = () => `${crypto.randomUUID()}@example.com`
      await send(newAddress())
      for (let round = 0; round < rounds; round++) {
        const answers = await Promise.all([
          measure('fresh', newAddress()),
          measure('known', taken.email),
          measure('fresh', newAddress()),
          measure('known', taken.email),
        ])
        for (const answer of answers) expect(answer).toEqual(answers[0])
      }
      const ratio = median(times.fresh) / median(times.known)
      expect(ratio).toBeGreaterThan(0.75)
      expect(ratio).toBeLessThan(1.33)
    },
  )
})

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { builtActions } from './support/build'
import { attack, database, ownHeaders, register, type Person } from './support/requests'
import type { Seen } from './support/passive-rules'

/** Rounds of sign-ups, by form and by API, each with a new email and, at the same time, a taken one. */
const rounds = 7

async function setAuth(settings: Record<string, unknown>): Promise<void> {
  const { consoleUrl, consoleToken } = inject('world')
  const response = await fetch(`${consoleUrl}/api/settings`, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${consoleToken}` },
    body: JSON.stringify(settings),
  })
  expect(response.ok).toBe(true)
}

const newAddress = () => `${crypto.randomUUID()}@example.com`
const password = 'correct horse battery'

/** Sends a form like a browser without JavaScript, or calls its action like one with JavaScript. */
function submit(
  page: string,
  action: string,
  fields: Record<string, string>,
  { isCall = false, cookie = '' } = {},
): Promise<Seen> {
  const id = builtActions().find(({ name }) => name === `app${page}/actions.ts#${action}`)?.id ?? ''
  const body = new FormData()
  if (!isCall) {
    body.append('$ACTION_REF_1', '')
    body.append('$ACTION_1:0', JSON.stringify({ id, bound: '$@1' }))
    body.append('$ACTION_1:1', '[{}]')
  }
  for (const [name, value] of Object.entries(fields))
    body.append(isCall ? `_1_${name}` : name, value)
  // Like React: what the arguments refer to comes first.
  if (isCall) body.append('0', '[{},"$K1"]')
  const call = { ...(isCall && { 'Next-Action': id }) }
  return attack(page, {
    method: 'POST',
    body,
    headers: { ...ownHeaders(), Cookie: cookie, ...call },
  })
}

const byForm = (email: string) =>
  submit('/auth/sign-up', 'signUp', { name: 'Ada', email, password, next: '/posts' })

function byApi(email: string): Promise<Seen> {
  return attack('/api/auth/sign-up/email', {
    method: 'POST',
    body: JSON.stringify({ name: 'Ada', email, password }),
    headers: { ...ownHeaders(), 'Content-Type': 'application/json' },
  })
}

/** An answer without the parts that always differ, whatever the email. */
function shapeOf({ status, headers, body }: Seen, email: string): unknown {
  const plain = (text: string) =>
    decodeURIComponent(text)
      .replaceAll(email, 'EMAIL')
      .replace(/"sentAt":\d+/, '"sentAt":0')
      .replace(/Expires=[^;]+/, 'Expires=')
      .replace(/nonce-[\w+/=]+/g, 'nonce-')
      .replace(/"id":"[0-9a-f-]{36}"/, '"id":"UUID"')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'DATE')
  const ofEachRequest = ['date', 'server-timing', 'x-request-id']
  const fields = [...headers].filter(([name]) => !ofEachRequest.includes(name))
  return { status, headers: fields.map(([name, value]) => [name, plain(value)]), body: plain(body) }
}

/** The cookies a browser keeps. */
const cookiesOf = ({ headers }: Seen) =>
  headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')

/** An action's answer to a wrong code. */
const refusalOf = ({ status, body }: Seen) => ({ status, code: /"code":"([^"]*)"/.exec(body)?.[1] })

const median = (times: number[]) => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0

describe('signing up where addresses have to be verified', () => {
  let taken: Person
  beforeAll(async () => {
    taken = await register()
    await setAuth({ requireEmailVerification: true })
    // Making an account and sending its email take time in the cloud; here it would hardly show.
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
      const measure = async (email: string) => {
        const begin = performance.now()
        const answer = await send(email)
        return { milliseconds: performance.now() - begin, shape: shapeOf(answer, email) }
      }
      await send(newAddress())
      const differences: number[] = []
      for (let round = 0; round < rounds; round++) {
        // At the same time, since the machine's load changes.
        const [fresh, known] = await Promise.all([measure(newAddress()), measure(taken.email)])
        expect(known.shape).toEqual(fresh.shape)
        differences.push(fresh.milliseconds - known.milliseconds)
      }
      // Half the extra time for making an account here. Some pairs are a whole step apart, see `inSteps`,
      // in either direction.
      expect(Math.abs(median(differences))).toBeLessThan(75)
    },
  )

  it('does not tell by wrong codes either, however many are entered', async () => {
    const code = '000000'
    const verify = async (email: string) => {
      const cookie = cookiesOf(await byForm(email))
      return () => submit('/auth/verify-email', 'verify', { code }, { isCall: true, cookie })
    }
    const reset = async (email: string) => {
      const asked = await submit('/auth/forgot-password', 'askForReset', { email, way: 'code' })
      const cookie = cookiesOf(asked)
      const fields = { code, newPassword: `new ${password}` }
      return () => submit('/auth/reset-password', 'resetByCode', fields, { isCall: true, cookie })
    }
    for (const begin of [verify, reset]) {
      const [fresh, known] = await Promise.all([begin(newAddress()), begin(taken.email)])
      for (let round = 0; round < 5; round++) {
        const [one, other] = await Promise.all([fresh(), known()])
        expect(refusalOf(one)).toEqual({
          status: 200,
          code: expect.stringContaining('Incorrect code. Check your latest email'),
        })
        expect(refusalOf(other)).toEqual(refusalOf(one))
      }
    }
  })
})

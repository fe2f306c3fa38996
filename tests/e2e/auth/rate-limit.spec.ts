import getPort from 'get-port'
import { startNext, type NextProcess } from '../../../scripts/support/next-process'
import { expect, newAccount, test, type Account } from '../support/fixtures'

let next: NextProcess
let app = ''

// Its own app, with the limits on; the other tests come from one address by the hundred.
test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  const port = await getPort()
  app = `http://localhost:${port}`
  next = startNext({
    mode: 'start',
    port,
    env: { AUTH_RATE_LIMIT: 'on', APP_URL: app, TRUSTED_PROXIES: '0' },
    print: () => {},
  })
  await next.ready
})
test.afterAll(() => next.stop())

const call = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${app}/api/auth/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', Origin: app, ...headers },
  })

const signIn = ({ email, password }: Account) => call('sign-in/email', { email, password })

test('ten failures close one account for a while, and no other', async ({ page }) => {
  const [ada, grace] = [newAccount(), newAccount()]
  for (const account of [ada, grace]) {
    expect((await call('sign-up/email', account)).status).toBe(200)
  }
  // A made-up client address doesn't help.
  const attempts = await Promise.all(
    Array.from({ length: 14 }, (_, n) =>
      call(
        'sign-in/email',
        { email: ada.email, password: 'not the password' },
        { 'X-Forwarded-For': `203.0.113.${n}` },
      ),
    ),
  )
  const statuses = attempts.map(({ status }) => status)
  expect(statuses.filter((status) => status === 401)).toHaveLength(10)
  expect(statuses.filter((status) => status === 429)).toHaveLength(4)
  const refused = attempts.find(({ status }) => status === 429)
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await signIn(ada)).status).toBe(429)
  expect((await signIn(grace)).status).toBe(200)

  await page.goto(`${app}/auth/sign-in`)
  await page.getByLabel('Email').fill(ada.email)
  await page.getByLabel('Password', { exact: true }).fill(ada.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText(/Too many attempts\. Wait \d+ minutes/)).toBeVisible()
  await expect(page.getByLabel('Email')).toHaveValue(ada.email)
})

test('success forgets the failures before it', async () => {
  const account = newAccount()
  await call('sign-up/email', account)
  for (let round = 0; round < 2; round++) {
    for (let n = 0; n < 6; n++) {
      const { status } = await signIn({ ...account, password: 'not this one' })
      expect(status).toBe(401)
    }
    expect((await signIn(account)).status).toBe(200)
  }
})

test('signing in correctly locks nobody out, however often', async () => {
  const account = newAccount()
  await call('sign-up/email', account)
  for (let n = 0; n < 12; n++) expect((await signIn(account)).status).toBe(200)
})

test('one client address makes only so many accounts, whatever it says it is', async () => {
  const statuses: number[] = []
  for (let n = 0; n < 22; n++) {
    const { status } = await call('sign-up/email', newAccount(), {
      'X-Forwarded-For': `203.0.113.${n}`,
      'X-Peer-Address': `203.0.113.${n}`,
    })
    statuses.push(status)
  }
  expect(statuses.at(-1)).toBe(429)
  expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(20)
})

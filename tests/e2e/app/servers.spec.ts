import getPort from 'get-port'
import { startNext, type NextProcess } from '../../../scripts/support/next-process'
import { expect, newAccount, test } from '../support/fixtures'
import { startFront, type Front } from '../support/front'

let servers: NextProcess[] = []
let front: Front

/** One build on two servers that share nothing but the database, and no request finds its way back. */
test.describe('@alone two servers behind a proxy that takes turns', () => {
  test.beforeAll(async () => {
    const ports = [await getPort(), await getPort()]
    front = await startFront(ports)
    servers = ports.map((port) =>
      startNext({
        mode: 'start',
        port,
        env: {
          APP_URL: front.url,
          TRUSTED_PROXIES: '1',
          INSTANCES: '2',
          AUTH_RATE_LIMIT: 'on',
        },
        print: () => {},
      }),
    )
    await Promise.all(servers.map(({ ready }) => ready))
  })
  test.afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()))
    await front.stop()
  })

  for (const javaScriptEnabled of [true, false]) {
    test(`keep the session, take actions and show drafts to their owner alone, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
      browser,
    }) => {
      const before = [...front.counts]
      const context = await browser.newContext({ baseURL: front.url, javaScriptEnabled })
      const page = await context.newPage()
      const { name, email, password } = newAccount()
      await page.goto('/auth/sign-up')
      await page.getByLabel('Name').fill(name)
      await page.getByLabel('Email').fill(email)
      await page.getByLabel('Password', { exact: true }).fill(password)
      await page.getByRole('button', { name: 'Create account' }).click()
      await expect(page.getByRole('heading', { name: 'Published posts' })).toBeVisible()

      await page.goto('/posts/new')
      await page.getByLabel('Text').fill('Written on one, read on the other')
      await page.getByRole('button', { name: 'Save draft' }).click()
      await expect(page).toHaveURL(/\/posts\/\d+\?notice=saved$/)
      const draft = new URL(page.url()).pathname
      for (let n = 0; n < 4; n++) {
        await page.goto(draft)
        await expect(page.getByRole('article')).toContainText('Written on one')
      }
      const stranger = await browser.newContext({ baseURL: front.url })
      for (let n = 0; n < 2; n++) {
        expect((await stranger.request.get(draft, { maxRedirects: 0 })).status()).not.toBe(200)
      }
      await stranger.close()
      await context.close()
      for (const [index, count] of front.counts.entries()) {
        expect(count - (before[index] ?? 0)).toBeGreaterThan(4)
      }
    })
  }

  test('count together what is limited', async () => {
    const { email } = newAccount()
    const statuses: number[] = []
    for (let n = 0; n < 12; n++) {
      const response = await fetch(`${front.url}/api/auth/sign-in/email`, {
        method: 'POST',
        body: JSON.stringify({ email, password: 'not the password' }),
        headers: { 'Content-Type': 'application/json', Origin: front.url },
      })
      statuses.push(response.status)
    }
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429])
  })
})

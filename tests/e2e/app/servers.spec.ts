import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import getPort from 'get-port'
import { startNext, type NextProcess } from '../../../scripts/support/next-process'
import { makeCertificate } from '../../cloud/support/tls-front'
import { expect, newAccount, test } from '../support/fixtures'
import { startFront, type Front } from '../support/front'

let servers: NextProcess[] = []
let front: Front
let log = ''

/** One build on two servers that only share the database, and no request returns to the same one. */
test.describe('two servers behind an https proxy that takes turns', () => {
  // In one worker, to start the two once.
  test.describe.configure({ mode: 'default' })
  test.use({ ignoreHTTPSErrors: true })
  test.beforeAll(async () => {
    const ports = [await getPort(), await getPort()]
    const folder = mkdtempSync(join(tmpdir(), 'servers-'))
    front = await startFront(ports, makeCertificate(folder, ['localhost']))
    rmSync(folder, { recursive: true })
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
        print: (text) => (log += text),
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

  test('count together what is limited', async ({ request }) => {
    const { email } = newAccount()
    const statuses: number[] = []
    for (let n = 0; n < 12; n++) {
      const response = await request.post(`${front.url}/api/auth/sign-in/email`, {
        data: { email, password: 'not the password' },
        headers: { Origin: front.url },
      })
      statuses.push(response.status())
    }
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429])
  })
  // Chromium only reports from https pages, and after a minute without the switch in playwright.config.ts.
  test('log what the browser reports of a violated policy', async ({ browser }) => {
    const context = await browser.newContext({ baseURL: front.url })
    // Without it, no report is sent; a browser with a window starts with it.
    await context.grantPermissions(['background-sync'], { origin: front.url })
    const page = await context.newPage()
    await page.goto('/auth/sign-in?next=%2Fposts%3Fsecret')
    await page.evaluate(() => {
      const frame = document.createElement('iframe')
      frame.src = 'https://evil.example/page?secret'
      document.body.append(frame)
    })
    const reports = () =>
      log.split('\n').filter((line) => line.includes('"event":"browser.report"'))
    await expect.poll(() => reports().length).toBe(1)
    expect(JSON.parse(reports()[0] ?? '')).toMatchObject({
      type: 'csp-violation',
      page: '/auth/sign-in',
      directive: 'frame-src',
      blocked: 'https://evil.example/',
    })
    expect(reports()[0]).not.toContain('secret')
    await context.close()
  })
})

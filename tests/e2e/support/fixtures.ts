import { AxeBuilder } from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'
import { neon, neonConfig } from '@neondatabase/serverless'
import { startWorld } from './world'

export { expect }

export interface Account {
  name: string
  email: string
  password: string
}

/** An account that nobody has yet. */
export function newAccount(name = 'Ada Lovelace'): Account {
  return { name, email: `${crypto.randomUUID()}@example.com`, password: 'correct horse battery' }
}

/** Variables of the world that the tests of this worker are in. */
export function setting(
  name: 'APP_URL' | 'CONSOLE_TOKEN' | 'CONSOLE_URL' | 'DATABASE_URL' | 'NEON_AUTH_BASE_URL',
): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set; the fixture \`world\` sets it.`)
  return value
}

neonConfig.fetchEndpoint = (host, port) => `http://${host}:${port}/sql`

/** SQL against the app's database, through Neon's driver. */
export function database() {
  return neon(setting('DATABASE_URL'))
}

/** How many SQL statements and auth requests local Neon has served since it started. */
export async function stats(): Promise<{ statements: number; auth: number }> {
  const response = await fetch(`${setting('CONSOLE_URL')}/api/stats`)
  const body = (await response.json()) as {
    sql: { statements: number }
    auth: { requests: number }
  }
  return { statements: body.sql.statements, auth: body.auth.requests }
}

interface Fixtures {
  /** Patterns of console messages that this test expects. */
  expectedConsole: RegExp[]
  /** Signs an account up in this page's browser, through the form. */
  signUp: (account?: Account) => Promise<Account>
  /**
   * Fails when the page has an accessibility violation, in light or dark. What does not depend on
   * colours is looked at once.
   */
  checkAccessibility: () => Promise<void>
}

/** Fails a test on any unexpected console error, uncaught error or violation of the CSP. */
function watch(page: Page, expected: RegExp[]): string[] {
  const problems: string[] = []
  const note = (text: string) => {
    if (!expected.some((pattern) => pattern.test(text))) problems.push(text)
  }
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content.Security.Policy/i.test(message.text())) {
      note(`console: ${message.text()} ${message.location().url}`)
    }
  })
  page.on('pageerror', (error) => note(`page error: ${error.stack ?? error.message}`))
  return problems
}

export const test = base.extend<Fixtures, { world: void }>({
  // One for each worker: what a test breaks, changes or counts there is its own.
  world: [
    async ({}, use) => {
      const { env, neon, stop } = await startWorld()
      Object.assign(process.env, env, { CONSOLE_URL: neon.consoleUrl, CONSOLE_TOKEN: neon.token })
      await use()
      await stop()
    },
    { scope: 'worker', auto: true, timeout: 60_000 },
  ],
  baseURL: async ({}, use) => use(setting('APP_URL')),
  expectedConsole: [[], { option: true }],
  page: async ({ page, expectedConsole }, use) => {
    const problems = watch(page, expectedConsole)
    await use(page)
    expect(problems, 'console errors, page errors and CSP violations').toEqual([])
  },
  signUp: async ({ page }, use) => {
    await use(async (account = newAccount()) => {
      await page.goto('/auth/sign-up')
      await page.getByLabel('Name').fill(account.name)
      await page.getByLabel('Email').fill(account.email)
      await page.getByLabel('Password', { exact: true }).fill(account.password)
      await page.getByRole('button', { name: 'Create account' }).click()
      await expect(page.getByRole('heading', { name: 'Published posts' })).toBeVisible()
      return account
    })
  },
  checkAccessibility: async ({ page }, use) => {
    /** The script, and putting frames together in a blank page, cost more than the rules. */
    const expectNone = async (scheme: string, runOnly?: string[]) => {
      const isOneFrame = page.frames().length === 1
      const isThere = isOneFrame && (await page.evaluate('"axe" in window'))
      const { violations } = await new AxeBuilder({ page, axeSource: isThere ? '0' : undefined })
        .setLegacyMode(isOneFrame)
        .options({ resultTypes: ['violations'], ...(runOnly && { runOnly }) })
        .analyze()
      const found = violations.map(({ id, nodes }) => ({
        id,
        nodes: nodes.map(({ html }) => html),
      }))
      expect(found, scheme).toEqual([])
    }
    await use(async () => {
      // What shows first may come before the title does.
      await page.waitForLoadState()
      await page.emulateMedia({ colorScheme: 'light' })
      await expectNone('light')
      await page.emulateMedia({ colorScheme: 'dark' })
      await page.evaluate(async () => {
        // A colour that is inherited fades from one element to the next, each after its parent.
        let fading: Animation[]
        do {
          await new Promise(requestAnimationFrame)
          fading = document.getAnimations().filter((one) => one instanceof CSSTransition)
          await Promise.allSettled(fading.map((one) => one.finished))
        } while (fading.length > 0)
      })
      await expectNone('dark', ['color-contrast', 'link-in-text-block'])
      await page.emulateMedia({ colorScheme: null })
    })
  },
})

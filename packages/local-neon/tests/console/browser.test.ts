import { existsSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import { neon } from '@neondatabase/serverless'
import { chromium, type Browser, type Page } from '@playwright/test'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { z } from 'zod'
import type { LocalNeon } from '../../src/index'
import { startForTest, useLocalEndpoints } from '../support'

// A browser visits whole pages here, and axe checks each.
vi.setConfig({ testTimeout: 120_000 })

let local: LocalNeon
let browser: Browser
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  useLocalEndpoints()
  local = await startForTest({ auth: { socialProviders: ['github'] } })
  await local.pool.query(
    `drop table if exists browsed; create table browsed (id int primary key, body text, data jsonb);
     insert into browsed values (1, repeat('long ', 200), '{"a": 1}'), (2, '', null)`,
  )
  const executablePath = [
    process.env['CHROME_PATH'] ?? '',
    chromium.executablePath(),
    '/usr/bin/chromium-headless-shell',
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
  ].find((path) => existsSync(path))
  browser = await chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    // Root can't use the sandbox; the rest stops the browser from calling home.
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-background-networking',
    ],
  })
  page = await (await browser.newContext({ baseURL: local.consoleUrl })).newPage()
  page.on('pageerror', (error) => complaints.push(error.message))
  // A violation of the page's policy is one of these.
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
})
afterAll(async () => {
  await browser.close()
  await local.pool.query('drop table if exists browsed')
  await local.stop()
})

const ORIGIN = 'http://localhost:3000'

function askAuth(path: string, body: Record<string, string>): Promise<Response> {
  return fetch(local.authUrl + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: ORIGIN },
    body: JSON.stringify(body),
  })
}

/** Leaves no list empty. */
async function fillWithSomething(): Promise<void> {
  await local.auth.webhooks.settings.set({
    enabled: true,
    url: 'http://localhost:9/',
    events: ['user.created'],
  })
  const account = { name: 'Ada', email: 'ada@example.com' }
  await askAuth('/sign-up/email', { ...account, password: 'long enough' })
  await askAuth('/email-otp/send-verification-otp', { email: account.email, type: 'sign-in' })
  await local.branches?.create('preview')
  await local.branches?.save('before')
  const sql = neon(local.databaseUrl)
  await sql`SELECT ${1}::int AS one`
  await sql`SELECT missing`.catch(() => {})
}

/** The editor is a textarea until the script is there. */
async function openEditor() {
  await page.locator('.surface .cm-content').waitFor()
  return page.getByRole('textbox', { name: 'SQL' })
}

/** The script, and joining frames in a blank page, cost more than the rules. */
async function violations(runOnly?: string[]) {
  const isOneFrame = page.frames().length === 1
  const isThere = isOneFrame && (await page.evaluate('"axe" in window'))
  const { violations } = await new AxeBuilder({ page, axeSource: isThere ? '0' : undefined })
    .setLegacyMode(isOneFrame)
    .options({ resultTypes: ['violations'], ...(runOnly && { runOnly }) })
    .analyze()
  return violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])
}

/** @param where named if not the URL */
async function expectAccessible(where = page.url(), runOnly?: string[]): Promise<void> {
  expect(await violations(runOnly), where).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), where).toBe(
    0,
  )
  expect(complaints, where).toEqual([])
}

/** All rules in light; in dark, those about colours. */
async function expectAccessibleInBoth(where: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await expectAccessible(`${where} in light`)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expectAccessible(`${where} in dark`, ['color-contrast', 'link-in-text-block'])
  await page.emulateMedia({ colorScheme: null, reducedMotion: null })
}

it.each([
  [1280, 'light'],
  [390, 'dark'],
] as const)('the pages of a table work by hand at %i px, %s', async (width, colorScheme) => {
  await page.setViewportSize({ width, height: 800 })
  await page.emulateMedia({ colorScheme })
  await page.goto('/tables')
  await expectAccessible()
  await page.getByRole('link', { name: 'browsed' }).click()
  await expectAccessible()
  await page.getByRole('link', { name: '1,000 characters' }).click()
  await page.getByRole('region', { name: 'Whole value' }).waitFor()
  expect(await page.getByRole('region', { name: 'Whole value' }).textContent()).toBe(
    'long '.repeat(200),
  )
  await page.getByRole('link', { name: 'Structure' }).click()
  await expectAccessible()
  await page.goBack()
  await page.getByRole('link', { name: 'Edit 2' }).click()
  // Typing sets a value.
  expect(await page.getByLabel('What data gets').inputValue()).toBe('null')
  await page.getByLabel('data', { exact: true }).fill('[1]')
  expect(await page.getByLabel('What data gets').inputValue()).toBe('value')
  await expectAccessible()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Row saved.').waitFor()
  const { rows } = await local.pool.query('select body, data from browsed where id = 2')
  expect(rows).toEqual([{ body: '', data: [1] }])
  await local.pool.query('update browsed set data = null where id = 2')
})

it.each([
  [1280, 'dark'],
  [390, 'light'],
] as const)('the editor works by keyboard at %i px, %s', async (width, colorScheme) => {
  await page.setViewportSize({ width, height: 800 })
  await page.emulateMedia({ colorScheme })
  const sql = `select id from browsed;\nselect missing from browsed`
  await page.goto(`/sql?${new URLSearchParams({ sql }).toString()}`)
  const editor = await openEditor()
  await editor.focus()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('alert').waitFor()
  expect(await page.getByRole('alert').textContent()).toContain('column "missing" does not exist')
  expect(await page.locator('.surface .failed').textContent()).toBe('missing')
  await expectAccessible()

  // Only the first line.
  await editor.focus()
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('Shift+End')
  await page.getByRole('button', { name: 'Run selection' }).waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('alert').waitFor({ state: 'detached' })
  await page.getByRole('region', { name: 'Rows of result 1' }).waitFor()
  expect(await page.getByRole('region', { name: 'Rows of result 1' }).textContent()).toMatch(
    /1\s+2/,
  )
  expect(await page.getByRole('alert').count()).toBe(0)
  await page.keyboard.press('Control+Shift+Enter')
  await page.getByRole('list', { name: 'Plan' }).waitFor()
  expect(await page.getByRole('list', { name: 'Plan' }).textContent()).toContain('on browsed')
  await expectAccessible()

  // Tab leaves the editor.
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Run')
})

it('every page of the navigation, and what it leads to, is accessible', async () => {
  await fillWithSomething()
  await page.setViewportSize({ width: 390, height: 800 })
  await page.goto('/')
  await page.getByRole('button', { name: 'Menu' }).click()
  const links = page.getByRole('navigation', { name: 'Console' }).getByRole('link')
  const paths = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
  expect(paths.length).toBeGreaterThan(10)
  await expectAccessibleInBoth('the menu')
  const { rows } = await local.pool.query<{ id: string }>('SELECT id FROM neon_auth."user"')
  const [mail] = local.auth.mailbox.list()
  for (const path of [...paths, `/users/${rows[0]?.id}`, '/users/new', `/mailbox/${mail?.id}`]) {
    const response = await page.goto(path)
    expect(response?.status(), path).toBe(200)
    await expectAccessibleInBoth(path)
  }
})

it('the page that asks for consent is accessible', async () => {
  const response = await askAuth('/sign-in/social', {
    provider: 'github',
    callbackURL: `${ORIGIN}/`,
  })
  const { url } = z.object({ url: z.string() }).parse(await response.json())
  await page.goto(url)
  await page.getByRole('heading', { name: 'Local GitHub sign-in' }).waitFor()
  await expectAccessibleInBoth('consent')
  expect(await page.evaluate(() => document.fonts.check('1rem Geist'))).toBe(true)
})

it('a run is cancelled by its button', async () => {
  await page.goto(`/sql?${new URLSearchParams({ sql: 'select pg_sleep(25)' }).toString()}`)
  await (await openEditor()).focus()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('canceling statement due to user request').waitFor()
  await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'hidden' })
  expect(complaints).toEqual([])
})

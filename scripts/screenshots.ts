import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { machineBrowser } from './support/browser'
import { main } from './support/main'
import { environmentFor, startMigratedNeon } from './support/migrated-neon'
import { startNext } from './support/next-process'
import { choosePort } from './support/ports'
import { demoAccount } from './support/sample-data'

/** A state of the app worth a picture: how to get there from a fresh page. */
interface Shot {
  name: string
  signedIn?: boolean
  prepare: (page: Page) => Promise<unknown>
}

const shots: Shot[] = [
  { name: 'home', prepare: (page) => page.goto('/') },
  {
    name: 'post',
    prepare: async (page) => {
      await page.goto('/')
      await page.getByRole('article').first().getByRole('link').first().click()
      await page.waitForURL('**/p/*')
      await page.waitForLoadState('networkidle')
    },
  },
  {
    name: 'person',
    prepare: async (page) => {
      await page.goto('/')
      await page.getByRole('article').first().getByRole('link').nth(1).click()
      await page.waitForURL('**/people/*')
      await page.waitForLoadState('networkidle')
    },
  },
  { name: 'sign-in', prepare: (page) => page.goto('/auth/sign-in') },
  {
    name: 'sign-up-errors',
    prepare: async (page) => {
      await page.goto('/auth/sign-up', { waitUntil: 'networkidle' })
      await page.getByLabel('Name').fill('Ada')
      await page.getByLabel('Email').fill('ada@')
      await page.getByRole('button', { name: 'Create account' }).click()
      await page.getByText('Enter your password.').waitFor()
    },
  },
  { name: 'forgot-password', prepare: (page) => page.goto('/auth/forgot-password') },
  { name: 'not-found', prepare: (page) => page.goto('/nowhere') },
  {
    name: 'posts',
    signedIn: true,
    prepare: (page) => page.goto('/posts', { waitUntil: 'networkidle' }),
  },
  {
    name: 'menu',
    signedIn: true,
    prepare: async (page) => {
      await page.goto('/posts', { waitUntil: 'networkidle' })
      await page.getByRole('button', { name: 'Account menu' }).click()
    },
  },
  {
    name: 'home-reader',
    signedIn: true,
    prepare: (page) => page.goto('/', { waitUntil: 'networkidle' }),
  },
  {
    name: 'write',
    signedIn: true,
    prepare: async (page) => {
      await page.goto('/posts/new', { waitUntil: 'networkidle' })
      await page
        .getByRole('main')
        .getByRole('textbox')
        .first()
        .fill('Slow mornings\n\nThe best hour has no clock in it.')
    },
  },
  {
    name: 'own-posts',
    signedIn: true,
    prepare: (page) => page.goto('/posts/mine', { waitUntil: 'networkidle' }),
  },
  { name: 'account', signedIn: true, prepare: (page) => page.goto('/account') },
]

/**
 * Takes pictures of the production build, narrow and wide, light and dark.
 * `node --import ./scripts/support/register.mjs scripts/screenshots.ts [folder] [names…]`
 */
main(async () => {
  const [folder = 'docs/screenshots', ...names] = process.argv.slice(2)
  mkdirSync(folder, { recursive: true })
  process.env.LOCAL_NEON_DATA = 'memory'
  const port = await choosePort('PORT', 3400)
  const appUrl = `http://localhost:${port}`
  const neon = await startMigratedNeon(appUrl, { rateLimit: false })
  const next = startNext({
    mode: 'start',
    port,
    env: environmentFor(neon),
    print: (text) => process.stdout.write(text),
  })
  try {
    await next.ready
    const browser = await chromium.launch({
      executablePath: machineBrowser(),
      args: process.getuid?.() === 0 ? ['--no-sandbox', '--disable-background-networking'] : [],
    })
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [390, 1280]) {
        const context = await browser.newContext({
          baseURL: appUrl,
          colorScheme,
          viewport: { width, height: 800 },
          reducedMotion: 'reduce',
        })
        const page = await context.newPage()
        const wanted = shots.filter(({ name }) => names.length === 0 || names.includes(name))
        for (const shot of [...wanted].sort(
          (a, b) => Number(Boolean(a.signedIn)) - Number(Boolean(b.signedIn)),
        )) {
          if (shot.signedIn) await signIn(page)
          await shot.prepare(page)
          await page.screenshot({
            path: join(folder, `${shot.name}-${colorScheme}-${width}.png`),
            fullPage: true,
          })
        }
        await context.close()
      }
    }
    await browser.close()
  } finally {
    await Promise.all([next.stop(), neon.stop()])
  }
})

async function signIn(page: Page): Promise<void> {
  await page.goto('/auth/sign-in')
  if (!page.url().includes('/auth/sign-in')) return
  await page.getByLabel('Email').fill(demoAccount.email)
  await page.getByLabel('Password', { exact: true }).fill(demoAccount.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL('**/posts')
}

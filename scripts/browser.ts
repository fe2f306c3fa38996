import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

/**
 * The browser that the machine has, where Playwright's own is not there.
 *
 * @returns the path of a Chromium or Chrome; undefined when Playwright's own should be used, or when
 *   there is none at all
 */
export function machineBrowser(): string | undefined {
  if (existsSync(chromium.executablePath())) return undefined
  return [
    process.env.CHROME_PATH,
    // Debian's browser without a window: the same engine, at a fraction of the work.
    '/usr/bin/chromium-headless-shell',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ].find((path) => path && existsSync(path))
}

/**
 * Makes sure that there is a browser: Playwright's, the machine's, a download of Playwright's, or on
 * Debian as root the system's package.
 *
 * @throws when none can be had
 */
export function ensureBrowser(): void {
  const isThere = () => existsSync(chromium.executablePath()) || machineBrowser() !== undefined
  if (isThere()) return
  console.log('No browser found; installing Chromium.')
  spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'inherit' })
  if (isThere()) return
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    spawnSync(
      'sh',
      [
        '-c',
        'apt-get update -q && apt-get install -y -q chromium-headless-shell || apt-get install -y -q chromium',
      ],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    )
  }
  if (isThere()) return
  throw new Error('The browser tests need Chromium or Chrome: `npx playwright install chromium`.')
}

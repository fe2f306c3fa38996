import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { chromium } from '@playwright/test'

/** Where machines usually have Chromium or Chrome. */
const usualPlaces = [
  // Debian's windowless browser: the same engine, for a fraction of the work.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/**
 * Your own browser from `CHROME_PATH`, or the machine's if Playwright's isn't installed.
 *
 * @returns the path of a Chromium or Chrome; undefined to use Playwright's own, or if there is none
 * @throws if there is nothing at `CHROME_PATH`
 */
export function machineBrowser(): string | undefined {
  const chosen = process.env.CHROME_PATH
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`There is no browser at ${chosen} (CHROME_PATH).`)
    return chosen
  }
  if (existsSync(chromium.executablePath())) return undefined
  return usualPlaces.find((path) => existsSync(path))
}

/**
 * Makes sure there is a browser: your own, the machine's, Playwright's download, or on Debian as root the
 * system's package. Says first what it will install.
 *
 * @throws if it can't get one
 */
export function ensureBrowser(): void {
  const isThere = () => machineBrowser() !== undefined || existsSync(chromium.executablePath())
  if (isThere()) return
  console.log(
    [
      'The browser tests need Chromium or Chrome, and this machine has none in the usual places.',
      `Playwright now downloads its own (about 170 MB) to ${dirname(dirname(dirname(chromium.executablePath())))}.`,
      'To use one of your own instead, press Ctrl-C and name it: CHROME_PATH=/path/to/chrome npm test',
    ].join('\n'),
  )
  spawnSync('npx', ['--no-install', 'playwright', 'install', 'chromium'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (isThere()) return
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('That failed. apt-get now installs chromium-headless-shell, or chromium, as root.')
    spawnSync(
      'sh',
      [
        '-c',
        'apt-get update -q && apt-get install -y -q chromium-headless-shell || apt-get install -y -q chromium',
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    )
  }
  if (isThere()) return
  throw new Error(
    'The browser tests need Chromium or Chrome: `npx playwright install chromium`, or CHROME_PATH.',
  )
}

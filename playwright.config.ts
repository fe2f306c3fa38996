import { defineConfig, devices } from '@playwright/test'
import './packages/local-neon/build.mjs'
import { machineBrowser } from './scripts/support/browser'

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  workers: 3,
  // A second try in CI alone, reported as flaky; on a developer's machine a test passes at once or not.
  retries: process.env.CI ? 1 : 0,
  timeout: 45_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-reports/e2e.json' }]],
  use: {
    // A trace of every test costs a third of the time; `--trace on` asks for it.
    screenshot: 'only-on-failure',
    // What moves cannot be clicked: Playwright scrolls to help itself, and a menu closes by that.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      executablePath: machineBrowser(),
      // Root cannot use the sandbox; the rest keeps the browser from calling home.
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // Otherwise what a page reports is collected for a minute.
        '--short-reporting-delay',
      ],
    },
  },
  projects: [{ name: 'chromium', use: { ...devices['Desktop Chrome'] } }],
})

import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { ensureBrowser } from './browser'
import { main } from './database'

const vitestReport = 'test-reports/vitest.json'
const browserReport = 'test-reports/e2e.json'

interface Counts {
  passed: number
  failed: number
  skipped: number
}

/** Runs one command of the project to its end. */
function run(command: string, ...args: string[]): Promise<boolean> {
  console.log(`\n> ${command} ${args.join(' ')}`)
  return new Promise((resolve) => {
    const child = spawn('npx', ['--no-install', command, ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', npm_config_loglevel: 'error' },
      shell: process.platform === 'win32',
    })
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
  })
}

function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

function number(report: unknown, ...path: string[]): number {
  let value: unknown = report
  for (const key of path) value = (value as Record<string, unknown> | undefined)?.[key]
  return typeof value === 'number' ? value : 0
}

/** How many files failed although none of their tests did: while they were loaded or set up. */
function brokenFiles(report: unknown): number {
  const { testResults = [] } = (report ?? {}) as {
    testResults?: { status: string; assertionResults: { status: string }[] }[]
  }
  return testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  ).length
}

/** What the runners themselves report. */
function count(): Counts {
  const vitest = readReport(vitestReport)
  const browser = readReport(browserReport)
  return {
    passed:
      number(vitest, 'numPassedTests') +
      number(browser, 'stats', 'expected') +
      number(browser, 'stats', 'flaky'),
    failed:
      number(vitest, 'numFailedTests') +
      brokenFiles(vitest) +
      number(browser, 'stats', 'unexpected'),
    skipped:
      number(vitest, 'numPendingTests') +
      number(vitest, 'numTodoTests') +
      number(browser, 'stats', 'skipped'),
  }
}

main(async () => {
  for (const file of [vitestReport, browserReport]) rmSync(file, { force: true })
  const results: Record<string, boolean> = {}

  results.types = (await run('next', 'typegen')) && (await run('tsc', '--noEmit'))
  results.lint =
    (await run('eslint', '.', '--max-warnings', '0')) &&
    (await run('knip')) &&
    (await run('prettier', '--check', '.'))
  results.tests = await run(
    'vitest',
    'run',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${vitestReport}`,
  )
  results.build = await run('next', 'build')
  if (results.build) {
    ensureBrowser()
    results.browser = await run('playwright', 'test')
  }

  const failed = Object.keys(results).filter((name) => !results[name])
  console.log(failed.length === 0 ? '\nEverything passed.' : `\nFailed: ${failed.join(', ')}.`)
  const { passed, failed: failures, skipped } = count()
  console.log(`tests: ${passed} passed, ${failures} failed, ${skipped} skipped`)
  process.exitCode = failed.length === 0 ? 0 : 1
})

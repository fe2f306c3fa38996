import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { ensureBrowser } from './support/browser'
import { main } from './support/main'

const vitestReport = 'test-reports/vitest.json'
const attackReport = 'test-reports/attack.json'
const cloudReport = 'test-reports/cloud.json'
const browserReport = 'test-reports/e2e.json'

interface Counts {
  passed: number
  failed: number
  skipped: number
}

/** Runs one of the project's commands. */
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

function reportTo(file: string): string[] {
  return ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`]
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

/** How many files failed without a failing test: while loading or in setup. */
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
  const vitest = [vitestReport, attackReport, cloudReport].map(readReport)
  const browser = readReport(browserReport)
  const sum = (name: string) => vitest.reduce<number>((all, one) => all + number(one, name), 0)
  const broken = vitest.reduce<number>((all, one) => all + brokenFiles(one), 0)
  return {
    passed:
      sum('numPassedTests') +
      number(browser, 'stats', 'expected') +
      number(browser, 'stats', 'flaky'),
    failed: sum('numFailedTests') + broken + number(browser, 'stats', 'unexpected'),
    skipped: sum('numPendingTests') + sum('numTodoTests') + number(browser, 'stats', 'skipped'),
  }
}

/** Whether there is a browser, installing one if needed; says why if there is none. */
function tryBrowser(): boolean {
  try {
    ensureBrowser()
    return true
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return false
  }
}

main(async () => {
  for (const file of [vitestReport, attackReport, cloudReport, browserReport])
    rmSync(file, { force: true })
  const results: Record<string, boolean> = {}

  // First, since it may have to install one; the steps before the browser tests need none.
  const hasBrowser = tryBrowser()
  results.types = (await run('next', 'typegen')) && (await run('tsc', '--noEmit'))
  results.lint =
    (await run('eslint', '.', '--max-warnings', '0')) &&
    (await run('knip')) &&
    (await run('prettier', '--check', '.'))
  results.tests = await run(
    'vitest',
    'run',
    // By name: with several exclusions, Vitest runs anything that one of them doesn't match.
    '--project=unit',
    '--project=integration*',
    '--project=local-neon',
    ...reportTo(vitestReport),
  )
  results.build = await run('next', 'build')
  if (results.build) {
    results.attack = await run('vitest', 'run', '--project=attack', ...reportTo(attackReport))
    results.cloud = await run('vitest', 'run', '--project=cloud', ...reportTo(cloudReport))
    results.browser = hasBrowser && (await run('playwright', 'test'))
  }

  const failed = Object.keys(results).filter((name) => !results[name])
  console.log(failed.length === 0 ? '\nEverything passed.' : `\nFailed: ${failed.join(', ')}.`)
  const { passed, failed: failures, skipped } = count()
  console.log(`tests: ${passed} passed, ${failures} failed, ${skipped} skipped`)
  process.exitCode = failed.length === 0 ? 0 : 1
})

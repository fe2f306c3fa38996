import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { ensureBrowser } from './support/browser'
import { main } from './support/main'

const vitestReport = 'test-reports/vitest.json'
const buildReport = 'test-reports/build.json'
const browserReport = 'test-reports/e2e.json'

interface Counts {
  passed: number
  failed: number
  skipped: number
}

/** Runs one of the project's commands. Its output is shown at once, or all of it at the end. */
function run(isShown: boolean, command: string, ...args: string[]): Promise<boolean> {
  const title = `\n> ${[command, ...args].join(' ')}\n`
  if (isShown) process.stdout.write(title)
  return new Promise((resolve) => {
    const child = spawn('npx', ['--no-install', command, ...args], {
      stdio: ['ignore', isShown ? 'inherit' : 'pipe', isShown ? 'inherit' : 'pipe'],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', npm_config_loglevel: 'error' },
      shell: process.platform === 'win32',
    })
    let printed = title
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (printed += text))
    }
    child.once('error', () => resolve(false))
    child.once('close', (code) => {
      if (!isShown) process.stdout.write(printed)
      resolve(code === 0)
    })
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
  const vitest = [vitestReport, buildReport].map(readReport)
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

async function lint(): Promise<boolean> {
  const results = [
    await run(false, 'eslint', '.', '--max-warnings', '0'),
    await run(false, 'knip'),
    await run(false, 'prettier', '--check', '.'),
  ]
  return results.every(Boolean)
}

main(async () => {
  for (const file of [vitestReport, buildReport, browserReport]) rmSync(file, { force: true })
  const results: Record<string, boolean> = {}

  // First, since it may have to install one; the steps before the browser tests need none.
  const hasBrowser = tryBrowser()
  // The build checks all types, the tests' too.
  ;[results['types and build'], results.lint] = await Promise.all([
    run(true, 'next', 'build'),
    lint(),
  ])
  const isBuilt = results['types and build']
  // They spend half their time waiting: for a limit, a server, an answer.
  ;[results.tests, results['tests of the build']] = await Promise.all([
    run(
      true,
      'vitest',
      'run',
      // By name: with several exclusions, Vitest runs anything that one of them doesn't match.
      '--project=unit',
      '--project=integration*',
      '--project=local-neon',
      ...reportTo(vitestReport),
    ),
    isBuilt &&
      run(false, 'vitest', 'run', '--project=attack', '--project=cloud', ...reportTo(buildReport)),
  ])
  results.browser = isBuilt && hasBrowser && (await run(true, 'playwright', 'test'))

  const failed = Object.keys(results).filter((name) => !results[name])
  console.log(failed.length === 0 ? '\nEverything passed.' : `\nFailed: ${failed.join(', ')}.`)
  const { passed, failed: failures, skipped } = count()
  console.log(`tests: ${passed} passed, ${failures} failed, ${skipped} skipped`)
  process.exitCode = failed.length === 0 ? 0 : 1
})

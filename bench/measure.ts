import { Agent } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { countInstructions, processorTime } from './counters'
import { get, load } from './load'
import type { Page } from './pages'
import { readerHeaders, type Server } from './server'
import { median, quantile } from './statistics'
import { weigh } from './weight'

/** What is measured, in the table's order. */
export const metrics = [
  'requests/s',
  'p50, ms',
  'p95, ms',
  'alone: first byte, ms',
  'alone: whole page, ms',
  'CPU a request, ms',
  'instructions a request, millions',
  'upstream requests a request',
  'SQL statements a request',
  'HTML, bytes',
  'HTML compressed, bytes',
  'script gzip -9, bytes',
  'style gzip -9, bytes',
] as const

export type Metric = (typeof metrics)[number]

/** The values of one round, or of all rounds in order. */
export type Round = Partial<Record<Metric, number>>

/** Requests over one connection, per round. */
const requestsAlone = 10

/** The request for a page: its URL and the reader's headers. */
async function requestFor(server: Server, page: Page) {
  const url = `${server.origin}${page.path(server) ?? ''}`
  const headers: Record<string, string> = page.signedIn ? await readerHeaders(server) : {}
  return { url, headers }
}

/**
 * Checks that a server shows a page, warms it up, and weighs it.
 *
 * @throws if it shows something else
 */
export async function prepare(
  server: Server,
  page: Page,
  options: { connections: number; seconds: number },
): Promise<Round> {
  const { url, headers } = await requestFor(server, page)
  const { status, body } = await get(url, headers)
  if (status !== 200 || !body.toString().includes(page.shows)) {
    throw new Error(`${server.name}: ${url} (${status}) does not show "${page.shows}".`)
  }
  await load(url, headers, options)
  const weight = await weigh(url, headers)
  return {
    'HTML, bytes': weight.html,
    'HTML compressed, bytes': weight.htmlCompressed,
    'script gzip -9, bytes': weight.script,
    'style gzip -9, bytes': weight.style,
  }
}

/** Measures a server's page once: under load, then over a single connection. */
export async function measure(
  server: Server,
  page: Page,
  options: { connections: number; seconds: number; countsInstructions: boolean },
): Promise<Round> {
  const { url, headers } = await requestFor(server, page)
  const { stats } = server.database.neon
  const { pid } = server.next
  if (pid === undefined) throw new Error(`${server.name} does not run.`)

  const stopCounting = options.countsInstructions ? countInstructions(pid) : undefined
  // perf takes this long to get hold of the process.
  if (stopCounting) await delay(200)
  const before = { time: processorTime(pid), ...stats.snapshot() }
  const { answers, seconds } = await load(url, headers, options)
  const after = { time: processorTime(pid), ...stats.snapshot() }
  const instructions = await stopCounting?.()

  const count = answers.length
  const upstream = ({ sql, auth }: typeof after) => sql.requests + auth.requests
  const times = answers.map((answer) => answer.whole)
  return {
    'requests/s': count / seconds,
    'p50, ms': median(times),
    'p95, ms': quantile(times, 0.95),
    ...(await measureAlone(url, headers)),
    'CPU a request, ms':
      before.time === undefined || after.time === undefined
        ? undefined
        : (after.time - before.time) / count,
    'instructions a request, millions':
      instructions === undefined ? undefined : instructions / count / 1e6,
    'upstream requests a request': (upstream(after) - upstream(before)) / count,
    'SQL statements a request': (after.sql.statements - before.sql.statements) / count,
  }
}

async function measureAlone(url: string, headers: Record<string, string>): Promise<Round> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  try {
    // Sets up the connection.
    await get(url, headers, agent)
    const answers = []
    for (let asked = 0; asked < requestsAlone; asked++) {
      answers.push(await get(url, headers, agent))
    }
    return {
      'alone: first byte, ms': median(answers.map((answer) => answer.firstByte)),
      'alone: whole page, ms': median(answers.map((answer) => answer.whole)),
    }
  } finally {
    agent.destroy()
  }
}

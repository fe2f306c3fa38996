import { stopSignal } from 'local-neon'
import { cpus, loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { main } from '../scripts/support/main'
import { buildNext } from '../scripts/support/next-process'
import { canCountInstructions } from './counters'
import { openDatabase } from './database'
import { measure, prepare, type Round } from './measure'
import { parseOptions, usage, type Options } from './options'
import { largePages, pages, type Page } from './pages'
import { checkOut } from './revision'
import { startServer, type Server } from './server'
import { formatTable, type Result } from './table'

const appFolder = fileURLToPath(new URL('..', import.meta.url))
const referenceFolder = fileURLToPath(new URL('reference', import.meta.url))

/** `npm run bench`: the cost of each page view, next to a plain app; see docs/performance.md. */
main(async () => {
  if (process.argv.includes('--help')) return console.log(usage)
  const options = parseOptions(process.argv.slice(2))
  const undo: (() => unknown)[] = []
  try {
    const chosen = choosePages(options)
    const stopped = stopSignal().then(() => {
      throw new Error('Stopped.')
    })
    await Promise.race([bench(options, chosen, undo), stopped])
  } finally {
    for (const step of undo.reverse()) await step()
  }
})

function choosePages(options: Options): Page[] {
  const all = options.posts === undefined ? pages : [...pages, ...largePages]
  const unknown = options.pages.find((name) => all.every((page) => page.name !== name))
  if (unknown !== undefined) {
    throw new Error(
      `There is no page "${unknown}". There are: ${all.map(({ name }) => name).join('; ')}`,
    )
  }
  return options.pages.length === 0 ? all : all.filter(({ name }) => options.pages.includes(name))
}

async function bench(options: Options, chosen: Page[], undo: (() => unknown)[]): Promise<void> {
  const servers = await startServers(options, undo)
  const countsInstructions = canCountInstructions()
  console.log(describeRun(options, countsInstructions))
  for (const page of chosen) {
    const results = await measurePage(servers, page, { ...options, countsInstructions })
    console.log(`\n${formatTable(page.name, results)}`)
  }
}

/** Starts everything to compare: first the app, then the others. */
async function startServers(options: Options, undo: (() => unknown)[]): Promise<Server[]> {
  const open = async (posts?: number) => {
    const database = await openDatabase(posts)
    undo.push(() => database.neon.stop())
    return database
  }
  const small = await open()
  const database = options.posts === undefined ? small : await open(options.posts)
  const contestants = [
    { name: 'app', folder: appFolder, database },
    { name: 'reference', folder: referenceFolder, database, isReference: true },
  ]
  if (options.posts !== undefined) {
    contestants.push({ name: 'app, ten posts', folder: appFolder, database: small })
  }
  if (options.against !== undefined) {
    const revision = checkOut(options.against)
    undo.push(revision.remove)
    await buildNext({}, revision.folder)
    contestants.push({ name: revision.name, folder: revision.folder, database })
  }
  if (!options.skipBuild) {
    await buildNext({}, appFolder)
    // Its modules read their variables when they load, which happens in a build.
    await buildNext(small.neon.variables, referenceFolder)
  }
  const servers: Server[] = []
  for (const contestant of contestants) {
    const server = await startServer(contestant)
    undo.push(() => server.next.stop())
    servers.push(server)
  }
  return servers
}

/** Measures a page on all servers in turns; each round starts with another. */
async function measurePage(
  servers: Server[],
  page: Page,
  options: Options & { countsInstructions: boolean },
): Promise<Result[]> {
  const having = servers.filter((server) => page.path(server) !== undefined)
  const rounds = new Map<Server, Round[]>()
  for (const server of having) rounds.set(server, [await prepare(server, page, options)])
  setLatency(having, options.latency)
  try {
    for (let round = 0; round < options.rounds; round++) {
      const first = round % having.length
      for (const server of [...having.slice(first), ...having.slice(0, first)]) {
        rounds.get(server)?.push(await measure(server, page, options))
      }
    }
  } finally {
    setLatency(having, 0)
  }
  return having.map((server) => ({ server: server.name, rounds: rounds.get(server) ?? [] }))
}

function setLatency(servers: Server[], ms: number): void {
  for (const { faults } of new Set(servers.map((server) => server.database.neon))) {
    for (const service of ['database', 'auth'] as const) {
      faults.set(service, ms === 0 ? null : { kind: 'latency', ms })
    }
  }
}

function describeRun(options: Options, countsInstructions: boolean): string {
  const processors = cpus()
  return [
    `\nNode ${process.versions.node}, ${processors.length} × ${processors[0]?.model ?? 'unknown'}, load ${loadavg()[0]?.toFixed(1)} before.`,
    `${options.rounds} rounds of ${options.seconds} s with ${options.connections} connections, upstream ${options.latency} ms late.`,
    countsInstructions ? '' : 'Instructions cannot be counted here (perf).',
  ]
    .filter(Boolean)
    .join('\n')
}

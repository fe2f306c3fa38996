import { createServer } from 'node:net'
import type { LocalNeonPorts } from './index'

/** Local Neon's default ports start here: SQL, auth, console, Postgres, identity provider. */
const FIRST_PORT = 5440

/** How far it looks for free ports. */
const RANGE = 100

/** SQL, auth and console, in a row. */
const BLOCK = 3

/** Chosen ports, by name. */
export interface ChosenPorts {
  /** SQL over HTTP, WebSocket and Postgres; auth and the console take the next two. */
  port?: number
  /** Only Postgres. */
  pgPort?: number
}

/**
 * The ports of a local Neon that people start: the chosen ones, or the first free ones from 5440 up.
 *
 * @param chosen overrides `LOCAL_NEON_PORT` and `LOCAL_NEON_PG_PORT`
 * @throws if a chosen port is invalid or taken
 */
export async function portsFromEnvironment(
  chosen: ChosenPorts = {},
  environment: NodeJS.ProcessEnv = process.env,
): Promise<LocalNeonPorts> {
  const wanted = {
    port: chosen.port ?? readPort(environment, 'LOCAL_NEON_PORT'),
    pgPort: chosen.pgPort ?? readPort(environment, 'LOCAL_NEON_PG_PORT'),
  }
  const sql = await choose(wanted.port, 'LOCAL_NEON_PORT', FIRST_PORT, BLOCK)
  const postgres = await choose(wanted.pgPort, 'LOCAL_NEON_PG_PORT', sql + BLOCK, 1)
  return {
    sql,
    auth: sql + 1,
    console: sql + 2,
    postgres,
    identityProvider: sql + 4,
    // Another program may take a port before local Neon listens: nobody chose it, so use the next.
    strict: [
      ...(wanted.port === undefined ? [] : (['sql', 'auth', 'console'] as const)),
      ...(wanted.pgPort === undefined ? [] : (['postgres'] as const)),
    ],
  }
}

function readPort(environment: NodeJS.ProcessEnv, variable: string): number | undefined {
  const value = environment[variable]
  if (!value) return undefined
  const port = Number(value)
  if (Number.isInteger(port)) return port
  throw new Error(`${variable} is not a port number.`)
}

async function choose(
  wanted: number | undefined,
  variable: string,
  first: number,
  block: number,
): Promise<number> {
  if (wanted === undefined) return firstFree(first, block)
  const ports = Array.from({ length: block }, (_, index) => wanted + index)
  if (!ports.every((port) => port >= 1 && port <= 65_535)) {
    throw new Error(`${wanted} is not a port number.`)
  }
  for (const port of ports) {
    if (await isFree(port)) continue
    throw new Error(
      `Port ${port} is taken${port === wanted ? '' : `, one of the ${block} from ${wanted} on`}. ` +
        `Stop what uses it, or choose another (${variable} or its option).`,
    )
  }
  return wanted
}

async function firstFree(first: number, block: number): Promise<number> {
  for (let port = first; port < first + RANGE; port += block) {
    const free = await Promise.all(
      Array.from({ length: block }, (_, index) => isFree(port + index)),
    )
    if (free.every(Boolean)) return port
  }
  throw new Error(`No free port from ${first} on. Choose one with LOCAL_NEON_PORT.`)
}

/** Whether nobody listens on a port of this machine, with IPv4 or IPv6. */
export async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::1', undefined]) {
    if (!(await canListen(port, host))) return false
  }
  return true
}

function canListen(port: number, host: string | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    // A machine without IPv6 doesn't make the port taken.
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'))
    server.listen({ port, host }, () => server.close(() => resolve(true)))
  })
}

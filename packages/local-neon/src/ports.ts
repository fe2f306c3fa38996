import { createServer } from 'node:net'
import type { LocalNeonPorts } from './index'

/** Where local Neon listens when nobody chooses: SQL, auth, console, Postgres, identity provider. */
const FIRST_PORT = 5440
const LAST_PORT = 5540

/** SQL, auth and console, one after the other. */
const BLOCK = 3

/** Ports that somebody chose, by name. */
export interface ChosenPorts {
  /** SQL over HTTP, WebSocket and Postgres; auth and the console take the next two. */
  port?: number
  /** Postgres alone. */
  pgPort?: number
}

/**
 * The ports of a local Neon that people start: the chosen ones, else the first free ones from 5440 on.
 *
 * @param chosen wins over `LOCAL_NEON_PORT` and `LOCAL_NEON_PG_PORT`
 * @throws when a chosen port is none or is taken
 */
export async function portsFromEnvironment(
  chosen: ChosenPorts = {},
  environment: NodeJS.ProcessEnv = process.env,
): Promise<LocalNeonPorts> {
  const sql = await choose(chosen.port, 'LOCAL_NEON_PORT', environment, FIRST_PORT, BLOCK)
  const postgres = await choose(chosen.pgPort, 'LOCAL_NEON_PG_PORT', environment, sql + BLOCK, 1)
  return {
    sql,
    auth: sql + 1,
    console: sql + 2,
    postgres,
    identityProvider: sql + 4,
    strict: ['sql', 'auth', 'console', 'postgres'],
  }
}

async function choose(
  option: number | undefined,
  variable: string,
  environment: NodeJS.ProcessEnv,
  first: number,
  block: number,
): Promise<number> {
  const wanted = option ?? (environment[variable] ? Number(environment[variable]) : undefined)
  if (wanted === undefined) return firstFree(first, block)
  const ports = Array.from({ length: block }, (_, index) => wanted + index)
  if (!ports.every((port) => Number.isInteger(port) && port >= 1 && port <= 65_535)) {
    throw new Error(`${option === undefined ? variable : wanted} is not a port number.`)
  }
  for (const port of ports) {
    if (!(await isFree(port))) {
      throw new Error(
        `Port ${port} is taken${port === wanted ? '' : `, one of the ${block} from ${wanted} on`}. ` +
          `Stop what uses it, or choose another with ${variable}.`,
      )
    }
  }
  return wanted
}

async function firstFree(first: number, block: number): Promise<number> {
  for (let port = first; port < LAST_PORT; port += block) {
    const free = await Promise.all(
      Array.from({ length: block }, (_, index) => isFree(port + index)),
    )
    if (free.every(Boolean)) return port
  }
  throw new Error(`No free port from ${first} on. Choose one with LOCAL_NEON_PORT.`)
}

/** Whether nobody listens at a port of this machine, on IPv4 and IPv6 alike. */
export async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::1', undefined]) {
    if (!(await canListen(port, host))) return false
  }
  return true
}

function canListen(port: number, host: string | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    // A machine without IPv6 is no reason to call the port taken.
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'))
    server.listen({ port, host }, () => server.close(() => resolve(true)))
  })
}

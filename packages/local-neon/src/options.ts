/** What a local Neon is started with, and what it is then. */
import type { Pool } from 'pg'
import type { AuthServer, AuthSettings } from './auth/server'
import type { Branches } from './branches/branches'
import type { Faults } from './faults'
import type { Stats } from './stats'
import type { Variables } from './variables'

export interface LocalNeonPorts {
  sql?: number
  auth?: number
  console?: number
  postgres?: number
  identityProvider?: number
  /**
   * Whether a chosen port that is taken is an error (true, or the names of those ports); otherwise
   * the next free one is used.
   */
  strict?: boolean | Exclude<keyof LocalNeonPorts, 'strict'>[]
}

export interface LocalNeonOptions {
  /** Folder of the database, or 'memory'. */
  data: string
  /**
   * What an export has written, to begin with: all branches and snapshots. A database that is in the
   * folder already is kept beside it.
   */
  importFile?: string
  /** A git working tree: the current branch is that of the same name, made when it is not there. */
  followGit?: string
  /** Postgres URL of a server to stand in front of, instead of the embedded engine. */
  postgresUrl?: string
  /** 0 takes a free port, which is the default. */
  ports?: LocalNeonPorts
  /**
   * An address of this machine to listen on besides loopback, or `0.0.0.0` for all of them. Everybody
   * who reaches it can then use what needs no password: Neon Auth, the console's pages, the mails.
   */
  host?: string
  /** Names by which other machines reach this one, such as `local-neon` in a container's network. */
  hostNames?: string[]
  /** Better Auth's rate limits, as `auth.rateLimit`. */
  rateLimit?: boolean
  /**
   * Runs when the database and the neon_auth schema are there and before anything listens:
   * migrations, seed.
   */
  prepare?: (database: { pool: Pool; isNew: boolean }) => Promise<void>
  /**
   * Settings of Neon Auth to start with. They win over those that an earlier run left in the database,
   * and those over the defaults.
   */
  auth?: Partial<AuthSettings>
  /**
   * Statements that the console counts but does not list unless asked, such as a rate limiter's. Those
   * with a block comment that says `quiet` are always among them.
   */
  quiet?: RegExp
  /**
   * Makes the database as new, while everything runs: the console offers it as a button then.
   */
  reseed?: () => Promise<void>
  /** Folder of the console's saved queries, made with the first; `queries` in the working directory. */
  queries?: string
  /** Called when a part dies of itself. Local Neon has stopped by then. */
  onCrash?: (reason: Error) => void
}

/** A local Neon that runs; `await using` stops it. */
export interface LocalNeon extends AsyncDisposable {
  /** `postgresql://user:password@localhost:<sql port>/neondb`: for every driver. */
  databaseUrl: string
  /** The same at the plain Postgres port. */
  databaseUrlUnpooled: string
  /** Where `neonConfig.fetchEndpoint` has to point. */
  sqlEndpoint: string
  authUrl: string
  jwksUrl: string
  consoleUrl: string
  identityProviderUrl: string
  /** What an app uses it with: `Object.assign(process.env, neon.variables)`. */
  variables: Variables
  /** What a change through the console's API has to carry, as a bearer token. */
  token: string
  /** The database was made by this start. */
  isNew: boolean
  /** Connections to the database within this process. */
  pool: Pool
  stats: Stats
  faults: Faults
  auth: AuthServer
  /** Branches and snapshots; null in front of a server of one's own (`postgresUrl`). */
  branches: Branches | null
  /** Ends everything, at once. Idempotent. */
  stop(): Promise<void>
}

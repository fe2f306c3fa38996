/** The options and the handle of a local Neon. */
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
   * Whether it's an error if a chosen port is taken (true, or the names of those ports); otherwise the next
   * free one is used.
   */
  strict?: boolean | Exclude<keyof LocalNeonPorts, 'strict'>[]
}

export interface LocalNeonOptions {
  /** The database's folder, or 'memory'. */
  data: string
  /**
   * An export to start with: all branches and snapshots. A database already in the folder is kept beside
   * it.
   */
  importFile?: string
  /** A git working tree: the current branch has the same name, and is made if missing. */
  followGit?: string
  /** Postgres URL of a server to use instead of the embedded engine. */
  postgresUrl?: string
  /** 0 takes a free port; that's the default. */
  ports?: LocalNeonPorts
  /**
   * Another address of this machine to listen on besides loopback, or `0.0.0.0` for all. Anyone who reaches
   * it can use everything that needs no password: Neon Auth, the console's pages, the mail.
   */
  host?: string
  /** Names other machines use for this one, such as `local-neon` in a container's network. */
  hostNames?: string[]
  /** Better Auth's rate limits, as `auth.rateLimit`. */
  rateLimit?: boolean
  /** Runs once the database and the neon_auth schema exist, before anything listens: migrations, seed. */
  prepare?: (database: { pool: Pool; isNew: boolean }) => Promise<void>
  /**
   * Neon Auth's initial settings. They override an earlier run's settings in the database, which override
   * the defaults.
   */
  auth?: Partial<AuthSettings>
  /**
   * Statements the console counts but only lists if asked, such as a rate limiter's. Those with a block
   * comment saying `quiet` are always among them.
   */
  quiet?: RegExp
  /** Resets the database while everything runs: the console then has a button for it. */
  reseed?: () => Promise<void>
  /** Folder for the console's saved queries, made with the first; default `./queries`. */
  queries?: string
  /** Called when a part dies by itself. Local Neon has stopped by then. */
  onCrash?: (reason: Error) => void
}

/** A running local Neon; `await using` stops it. */
export interface LocalNeon extends AsyncDisposable {
  /** `postgresql://user:password@localhost:<sql port>/neondb`: for every driver. */
  databaseUrl: string
  /** The same on the plain Postgres port. */
  databaseUrlUnpooled: string
  /** The URL for `neonConfig.fetchEndpoint`. */
  sqlEndpoint: string
  authUrl: string
  jwksUrl: string
  consoleUrl: string
  identityProviderUrl: string
  /** An app's variables: `Object.assign(process.env, neon.variables)`. */
  variables: Variables
  /** The bearer token for changes through the console's API. */
  token: string
  /** This start made the database. */
  isNew: boolean
  /** Connections to the database in this process. */
  pool: Pool
  stats: Stats
  faults: Faults
  auth: AuthServer
  /** Branches and snapshots; null with your own server (`postgresUrl`). */
  branches: Branches | null
  /** Ends everything at once. Idempotent. */
  stop(): Promise<void>
}

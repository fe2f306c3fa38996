import type { Pool } from 'pg'
import type { AuthServer } from '../auth/server'
import type { Branches } from '../branches/branches'
import type { Faults } from '../faults'
import type { Stats } from '../stats'

/** How to reach this local Neon. */
export interface Addresses {
  databaseUrl: string
  databaseUrlUnpooled: string
  sqlEndpoint: string
  authUrl: string
  jwksUrl: string
}

/** What every part of the console needs. */
export interface ConsoleContext extends Addresses {
  /** Connections within this process, left out of the statistics. */
  pool: Pool
  auth: Pick<AuthServer, 'settings' | 'mailbox' | 'users' | 'webhooks'>
  stats: Stats
  faults: Faults
  /** Null in front of your own server. */
  branches: Branches | null
  /** Every change needs it: as a bearer token, or in a form's hidden field `token`. */
  token: string
  /** Resets the database; without it, there's no button for that. */
  reseed?: () => Promise<void>
  /** Where the SQL history is kept; null keeps it until the process ends. */
  historyFile: string | null
  /** Where saved queries are, as `.sql` files. */
  queriesFolder: string
}

/** What the console's middleware sets for handlers. */
export interface ConsoleEnv {
  Variables: {
    /** A posted form's fields; its origin and token have been checked. */
    form: URLSearchParams
    /** The file sent with it. */
    file?: File
  }
}

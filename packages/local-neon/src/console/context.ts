import type { Pool } from 'pg'
import type { AuthServer } from '../auth/server'
import type { Branches } from '../branches/branches'
import type { Faults } from '../faults'
import type { Stats } from '../stats'

/** Where this local Neon is reached. */
export interface Addresses {
  databaseUrl: string
  databaseUrlUnpooled: string
  sqlEndpoint: string
  authUrl: string
  jwksUrl: string
}

/** What every part of the console is made from. */
export interface ConsoleContext extends Addresses {
  /** Connections within this process; what they ask is in no statistics. */
  pool: Pool
  auth: Pick<AuthServer, 'settings' | 'mailbox' | 'users' | 'webhooks'>
  stats: Stats
  faults: Faults
  /** Null in front of a server of one's own. */
  branches: Branches | null
  /** What every change has to carry: as a bearer token, or in a form's hidden field `token`. */
  token: string
  /** Makes the database as new; there is no button for it without this. */
  reseed?: () => Promise<void>
  /** Where the history of SQL is kept; null keeps it until the process ends. */
  historyFile: string | null
  /** Where saved queries are, as `.sql` files. */
  queriesFolder: string
}

/** What the console's middleware leaves for the handlers. */
export interface ConsoleEnv {
  Variables: {
    /** The fields of a form that was posted; its origin and token have been checked. */
    form: URLSearchParams
    /** The file that came with it. */
    file?: File
  }
}

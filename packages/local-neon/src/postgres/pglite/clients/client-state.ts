/**
 * What one client has set in the session and shall find again at its next turn: run-time
 * parameters, its role, statements prepared by SQL, and the channels it listens on.
 */
import type { Message } from '../../messages'
import { Statements } from './statements'

/** `SET x.y` and `set_config('x.y', …)`: pg_settings does not list parameters of one's own. */
const CUSTOM_PARAMETER = /\b([a-z_][\w$]*\.[a-z_][\w$.]*)/gi

export class ClientState {
  readonly statements: Statements
  readonly channels = new Set<string>()
  /** Run-time parameters to set at the next turn, by name. */
  settings: ReadonlyMap<string, string>
  role = 'none'
  /** Full PREPARE statements, by the name of the statement. */
  sqlStatements: ReadonlyMap<string, string> = new Map()
  /** Names of parameters that the client made up. */
  readonly customParameters = new Set<string>()
  mayHaveSettings = false
  mayHaveTemporaries = false
  /** The client has said something about `statement_timeout`. */
  mayHaveTimeout = false
  /** Temporary tables by the names that they have while another client is at turn. */
  hiddenTemporaries: ReadonlyMap<string, string> = new Map()
  mayHaveSqlStatements = false
  /** The next run may change what the client listens on. */
  willChangeListens = false
  /** The run may have changed what the client listens on. */
  listensChanged = false
  droppedAllStatements = false
  /** The session may have gone back to its own role, which is a superuser's. */
  lostAuthorization = false

  constructor(
    readonly id: number,
    settings: Readonly<Record<string, string>>,
  ) {
    this.statements = new Statements(id)
    this.settings = new Map(Object.entries(settings))
    this.mayHaveTimeout = 'statement_timeout' in settings
    this.mayHaveSettings = this.settings.size > 0
  }

  /** Looks at a frontend message for what its completion will not tell. */
  observe({ type, bytes }: Message): void {
    if (type !== 'Q' && type !== 'P') return
    const text = bytes.toString('latin1', 5)
    if (/statement_timeout/i.test(text)) this.mayHaveTimeout = true
    if (/\b(un)?listen\b|\bdiscard\b/i.test(text)) this.willChangeListens = true
    if (/\btemp(orary)?\b|pg_temp/i.test(text)) this.mayHaveTemporaries = true
    if (!/set_config|\bset\b/i.test(text)) return
    if (/set_config/i.test(text)) this.mayHaveSettings = true
    for (const [, name] of text.matchAll(CUSTOM_PARAMETER)) {
      if (name !== undefined && this.customParameters.size < 1000) this.customParameters.add(name)
    }
  }

  /** Looks at the tag of a completed statement. */
  completed(tag: string): void {
    switch (tag) {
      case 'SET':
      case 'RESET':
        this.mayHaveSettings = true
        return
      case 'PREPARE':
        this.mayHaveSqlStatements = true
        return
      case 'LISTEN':
      case 'UNLISTEN':
        this.listensChanged = true
        return
      case 'DEALLOCATE ALL':
        this.statements.forgetAll()
        this.droppedAllStatements = true
        return
      case 'DISCARD ALL':
        this.statements.forgetAll()
        this.droppedAllStatements = true
        this.listensChanged = true
        this.mayHaveSettings = true
        this.lostAuthorization = true
        return
    }
  }
}

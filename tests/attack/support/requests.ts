import { readFileSync, readdirSync } from 'node:fs'
import { inject } from 'vitest'
import pg from 'pg'
import { passiveRules, type Seen } from './passive-rules'

/** Stands in whatever an attack sends as a secret, and must turn up in no log. */
export const sentSecret = `sent-secret-${crypto.randomUUID()}`

/** Words of other people that must turn up in nobody's answer and in no log. */
const guardedWords = new Set<string>()

/** Somebody with an account. */
export interface Person {
  id: string
  email: string
  password: string
  /** The Cookie header of a browser that is signed in. */
  cookie: string
}

/** How a request may end: not with 500, whatever was sent; 502 and 503 while a service is down. */
const statuses = new Set([500, 501, 505])

/** What is wrong with an answer, in words. */
export function faultsOf(seen: Seen): string[] {
  const faults = passiveRules.flatMap(({ zap, what, fault }) => {
    const found = fault(seen)
    return found === undefined ? [] : [`${zap}, ${what}: ${found}`]
  })
  if (statuses.has(seen.status)) faults.push(`status ${seen.status}`)
  const text = `${seen.body}\n${[...seen.headers].join('\n')}`
  for (const word of guardedWords) if (text.includes(word)) faults.push(`shows ${word}`)
  return faults
}

/**
 * Sends a request, reads the answer and holds it to everything that every answer has to fulfil.
 *
 * @param path with its query, as it stands in the request line
 * @throws when one of the rules is broken, naming request and rule
 */
export async function attack(path: string, init: RequestInit = {}): Promise<Seen> {
  const { appUrl } = inject('world')
  const method = init.method ?? 'GET'
  const response = await fetch(appUrl + path, {
    redirect: 'manual',
    signal: AbortSignal.timeout(15_000),
    ...init,
  })
  const seen: Seen = {
    method,
    path,
    status: response.status,
    headers: response.headers,
    body: await response.text(),
  }
  const faults = faultsOf(seen)
  if (faults.length > 0)
    throw new Error(`${method} ${path} (${seen.status}):\n${faults.join('\n')}`)
  return seen
}

/** Headers of a page of the app itself. */
export function ownHeaders(person?: Person): Record<string, string> {
  return { Origin: inject('world').appUrl, ...(person && { Cookie: person.cookie }) }
}

/** Signs somebody up. With `isGuarded`, nothing of them may turn up anywhere from now on. */
export async function register({ isGuarded = false } = {}): Promise<Person> {
  const email = `${crypto.randomUUID()}@example.com`
  const password = `password-${crypto.randomUUID()}`
  const response = await fetch(`${inject('world').appUrl}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { ...ownHeaders(), 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: 'Somebody', email, password }),
  })
  if (!response.ok) throw new Error(`The sign-up failed: ${response.status}`)
  const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')
  const { rows } = await database().query('SELECT id FROM neon_auth."user" WHERE email = $1', [
    email,
  ])
  const values = cookies.map((line) => line.slice(line.indexOf('=') + 1))
  if (isGuarded) for (const word of [email, password, ...values]) guardedWords.add(word)
  return { id: String(rows[0]?.id), email, password, cookie: cookies.join('; ') }
}

/** Adds a draft with words that nobody else may see. */
export async function addDraft({ id }: Person): Promise<number> {
  const content = `draft-${crypto.randomUUID()}`
  guardedWords.add(content)
  const { rows } = await database().query(
    'INSERT INTO posts (user_id, content, is_published) VALUES ($1, $2, false) RETURNING id',
    [id, content],
  )
  return Number(rows[0]?.id)
}

let pool: pg.Pool | undefined

/** The app's database. */
export function database(): pg.Pool {
  if (pool) return pool
  pool = new pg.Pool({ connectionString: inject('world').databaseUrl, max: 1 })
  // A database that is made to fail ends connections that nobody is using.
  pool.on('error', () => {})
  return pool
}

/** Everything that belongs to somebody, as it stands in the database. */
export async function belongingsOf({ id }: Person): Promise<unknown[]> {
  const tables: [string, string][] = [
    ['posts', 'user_id = $1'],
    ['user_messages', 'user_id = $1'],
    ['neon_auth."user"', 'id::text = $1'],
    ['neon_auth."session"', '"userId"::text = $1'],
    ['neon_auth."account"', '"userId"::text = $1'],
  ]
  const belongings = []
  for (const [table, condition] of tables) {
    const text = `SELECT * FROM ${table} AS t WHERE ${condition} ORDER BY t::text`
    belongings.push((await database().query(text, [id])).rows)
  }
  return belongings
}

/** Lines of the app's log that hold a secret, of whoever it may be. */
export function leakyLines(people: readonly Person[]): string[] {
  const words = [
    sentSecret,
    ...guardedWords,
    ...people.flatMap((one) => [one.password, one.cookie]),
  ]
  return logLines().filter((line) => words.some((word) => line.includes(word)))
}

/** What the app has printed. */
export function logLines(): string[] {
  return readFileSync(inject('world').logFile, 'utf8').split('\n').filter(Boolean)
}

/** Open descriptors and resident memory (in megabytes) of the app's process; Linux alone tells. */
export function resources(): { descriptors: number; memory: number } {
  const { pid } = inject('world')
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0)
  return { descriptors: readdirSync(`/proc/${pid}/fd`).length, memory: kilobytes / 1024 }
}

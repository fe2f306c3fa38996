// Another app: it knows the output of `npm run local-neon` and local-neon's README. The README's setup of
// Neon's driver goes in front of this.
import { neon, Pool } from '@neondatabase/serverless'
import pg from 'pg'

const url = process.env.DATABASE_URL
const sql = neon(url)
await sql`CREATE TABLE notes (id int PRIMARY KEY, body text NOT NULL)`

const overWebSocket = new Pool({ connectionString: url })
const client = await overWebSocket.connect()
await client.query('BEGIN')
await client.query('INSERT INTO notes VALUES ($1, $2)', [1, 'kept'])
await client.query('COMMIT')
await client.query('BEGIN')
await client.query('INSERT INTO notes VALUES ($1, $2)', [2, 'thought better of'])
await client.query('ROLLBACK')
client.release()
await overWebSocket.end()

/* global neonConfig -- from the README */
neonConfig.poolQueryViaFetch = true
const overFetch = new Pool({ connectionString: url })
const { rows: byFetch } = await overFetch.query('SELECT id, body FROM notes WHERE id = $1', [1])
await overFetch.end()
neonConfig.poolQueryViaFetch = false

const overTcp = []
for (const connectionString of [url, process.env.DATABASE_URL_UNPOOLED]) {
  const direct = new pg.Client(connectionString)
  await direct.connect()
  overTcp.push((await direct.query('SELECT id, body FROM notes')).rows)
  await direct.end()
}

const signUp = await fetch(`${process.env.NEON_AUTH_BASE_URL}/sign-up/email`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', origin: 'http://localhost:4000' },
  body: JSON.stringify({ name: 'Reader', email: 'reader@example.com', password: 'long enough' }),
})
const users = await sql`SELECT name FROM neon_auth."user" WHERE email = 'reader@example.com'`

console.log(
  JSON.stringify({
    overHttp: await sql`SELECT id, body FROM notes`,
    overTcp,
    byFetch,
    signUp: { status: signUp.status, ...(await signUp.json()) },
    users,
  }),
)

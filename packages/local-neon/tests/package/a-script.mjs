// An app by someone who only has the tarball and its README.
import { neon, neonConfig } from '@neondatabase/serverless'
import pg from 'pg'

const { hostname, host } = new URL(process.env.DATABASE_URL)
if (hostname === 'localhost') neonConfig.fetchEndpoint = `http://${host}/sql`

const client = new pg.Client(process.env.DATABASE_URL)
await client.connect()
await client.query('CREATE TABLE IF NOT EXISTS notes (body text)')
await client.query('INSERT INTO notes VALUES ($1)', ['kept'])
await client.end()

const sql = neon(process.env.DATABASE_URL)
const signUp = await fetch(`${process.env.NEON_AUTH_BASE_URL}/sign-up/email`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', origin: 'http://localhost:3000' },
  body: JSON.stringify({ name: 'A', email: 'a@example.com', password: 'long enough' }),
})
console.log(
  JSON.stringify({
    node: process.version,
    notes: await sql`SELECT body FROM notes`,
    signUp: signUp.status,
  }),
)

import { loadEnvConfig } from '@next/env'
import { defineConfig } from 'drizzle-kit'

// The same .env files, in the same order, as Next reads.
loadEnvConfig(process.cwd())

const url = process.env.DATABASE_URL_UNPOOLED || process.env.DATABASE_URL || ''
// A migration is made from the schema alone.
if (!url && !process.argv.includes('generate')) {
  console.error(
    [
      'DATABASE_URL is missing.',
      '  what for:   the Postgres database that Drizzle Kit works on',
      '  where from: the Neon Console, "Connect", or `npx neon env pull`;',
      '              for the local Neon: `npm run local-neon` prints it',
    ].join('\n'),
  )
  process.exit(1)
}

export default defineConfig({
  dialect: 'postgresql',
  schema: './lib/db/schema.ts',
  out: './drizzle',
  dbCredentials: { url },
  // neon_auth belongs to Neon Auth.
  schemaFilter: ['public'],
  strict: true,
  verbose: true,
})

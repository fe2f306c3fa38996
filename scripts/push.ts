import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { findDatabase } from './support/database'
import { main } from './support/main'

const drizzleKit = fileURLToPath(new URL('../node_modules/drizzle-kit/bin.cjs', import.meta.url))

/** `drizzle-kit push` on the other scripts' database. */
main(async () => {
  const { url, name } = findDatabase()
  console.log(`Pushing lib/db/schema.ts to ${name}.`)
  const child = spawn(process.execPath, [drizzleKit, 'push', ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, DATABASE_URL_UNPOOLED: url.href },
  })
  const [code]: unknown[] = await once(child, 'exit')
  process.exit(typeof code === 'number' ? code : 1)
})

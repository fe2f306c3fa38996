import { fork } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'

/** What Next does about uncaught errors; here with an end. */
const server = `
  import { start } from './instrumentation-node.ts'
  import { log } from './lib/server/log.ts'
  let uncaught = 0
  process.on('uncaughtException', (error) => {
    if (uncaught++ < 100) console.error(error)
  })
  await start()
  process.on('message', () => {
    log('info', 'one')
    log('error', 'other')
    setTimeout(() => process.send(uncaught, () => process.disconnect()), 300)
  })
  process.send('ready')`

it('a server whose output nobody reads any more goes on, and does not complain about it for ever', async () => {
  const child = fork('', {
    execArgv: [
      '--conditions=react-server',
      '--import=tsx',
      '--input-type=module',
      '--eval',
      server,
    ],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      DATABASE_URL: 'postgres://somebody:secret@localhost:1/nothing',
      NEON_AUTH_BASE_URL: 'http://localhost:1/auth',
      NEON_AUTH_COOKIE_SECRET: 'x'.repeat(32),
    },
  })
  try {
    await once(child, 'message')
    child.stdout?.destroy()
    child.stderr?.destroy()
    child.send('log')
    expect((await once(child, 'message'))[0]).toBe(0)
  } finally {
    child.kill()
  }
})

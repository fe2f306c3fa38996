import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { startNext } from '../../../scripts/support/next-process'
import { expect, setting, test } from '../support/fixtures'

async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

test('a server without its environment ends at once and says what is missing', async () => {
  const { DATABASE_URL: _, NEON_AUTH_BASE_URL: __, ...env } = process.env
  const child = spawn(
    process.execPath,
    ['node_modules/next/dist/bin/next', 'start', '--port', String(await freePort())],
    { env: { ...env, NEON_AUTH_COOKIE_SECRET: 'too-short-secret' } },
  )
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  const [code] = await once(child, 'exit')
  expect(code).toBe(1)
  expect(output).toContain('DATABASE_URL is missing')
  expect(output).toContain('NEON_AUTH_BASE_URL is missing')
  expect(output).toContain('NEON_AUTH_COOKIE_SECRET must have at least 32 characters')
  expect(output).not.toContain('too-short-secret')
})

test.describe('@alone', () => {
  test('SIGTERM finishes what is in flight and ends within ten seconds', async () => {
    const setFault = (fault: unknown) =>
      fetch(`${setting('CONSOLE_URL')}/api/faults`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Authorization: `Bearer ${setting('CONSOLE_TOKEN')}`,
        },
        body: JSON.stringify({ service: 'database', fault }),
      })
    const port = await freePort()
    const next = startNext({ mode: 'start', port, env: {}, print: () => {} })
    await next.ready
    try {
      // Signing in to Postgres takes up to three answers, each of them as late as this.
      await setFault({ kind: 'latency', ms: 800 })
      const arrived = fetch(`http://localhost:${port}/api/ready`)
      // The request has reached the database when local Neon holds it back.
      await expect
        .poll(async () => (await fetch(`http://localhost:${port}/api/health`)).status)
        .toBe(200)
      const start = Date.now()
      const stopped = next.stop(10_000)
      expect((await arrived).status).toBe(200)
      await stopped
      expect(Date.now() - start).toBeLessThan(10_000)
      expect(await next.exited).not.toContain('SIGKILL')
    } finally {
      await setFault(null)
      await next.stop()
    }
  })
})

import { once } from 'node:events'
import { spawn } from 'node:child_process'
import getPort from 'get-port'
import { startNext } from '../../../scripts/support/next-process'
import { database, expect, newAccount, stats, test } from '../support/fixtures'
import { setFault } from '../support/faults'

test('a server without its environment ends at once and says what is missing', async () => {
  const { DATABASE_URL: _, NEON_AUTH_BASE_URL: __, ...env } = process.env
  const child = spawn(
    process.execPath,
    ['node_modules/next/dist/bin/next', 'start', '--port', String(await getPort())],
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

test('SIGTERM serves for a while, finishes what is in flight and ends within ten seconds', async () => {
  const port = await getPort()
  const app = `http://localhost:${port}`
  const next = startNext({
    mode: 'start',
    port,
    // Longer than a question about readiness that was asked before the signal waits for Neon Auth.
    env: { APP_URL: app, SHUTDOWN_DELAY: '4' },
    print: () => {},
  })
  await next.ready
  try {
    const before = await stats()
    await setFault('auth', { kind: 'latency', ms: 2000 })
    const account = newAccount()
    let isAnswered = false
    const answer = fetch(`${app}/api/auth/sign-up/email`, {
      method: 'POST',
      body: JSON.stringify(account),
      headers: { 'Content-Type': 'application/json', Origin: app },
    }).finally(() => (isAnswered = true))
    // It's in flight once Neon Auth has been asked, which takes a while.
    await expect.poll(async () => (await stats()).auth - before.auth).toBeGreaterThan(0)
    const start = Date.now()
    expect(isAnswered).toBe(false)
    const stopped = next.stop(10_000)
    await expect.poll(async () => (await fetch(`${app}/api/ready`)).status).toBe(503)
    // The load balancer's late arrivals are served.
    expect((await fetch(`${app}/auth/sign-in`)).status).toBe(200)
    await stopped
    expect(Date.now() - start).toBeLessThan(10_000)
    expect(await next.exited).not.toContain('SIGKILL')

    const response = await answer
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ user: { email: account.email } })
    const rows = await database()`SELECT 1 FROM neon_auth."user" WHERE email = ${account.email}`
    expect(rows).toHaveLength(1)
  } finally {
    await setFault('auth', null)
    await next.stop()
  }
})

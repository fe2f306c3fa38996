import { spawn, type ChildProcess } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import getPort, { portNumbers } from 'get-port'
import { afterEach, expect, it, vi } from 'vitest'

let child: ChildProcess | undefined
afterEach(async () => {
  if (!child || child.exitCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
})

/**
 * Starts the real `npm run dev`, with a database in memory.
 *
 * @param last text in its last line
 * @returns its output up to there, and where it listens
 */
async function startDev(
  last: string,
  env: Record<string, string> = {},
): Promise<{ output: string; port: number }> {
  // Below those the system gives away: three more in a row must be free, too.
  const first = randomInt(20_000, 30_000)
  const port = await getPort({ port: portNumbers(first, first + 99) })
  const started = spawn(
    process.execPath,
    ['--import', './scripts/support/register.mjs', 'scripts/dev.ts'],
    {
      env: {
        ...process.env,
        NODE_ENV: 'development',
        LOCAL_NEON_DATA: 'memory',
        DATABASE_URL: '',
        NEON_AUTH_BASE_URL: '',
        PORT: String(port),
        // Away from the ports a developer's own local Neon tries first.
        LOCAL_NEON_PORT: String(port + 10),
        HOST: '',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  child = started
  let output = ''
  started.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk))
  await vi.waitUntil(() => output.includes(last) || started.exitCode !== null, { timeout: 50_000 })
  return { output, port }
}

/** The answer until the server closes the connection, or enough for a status line. */
function ask(port: number, host: string, lines: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host, timeout: 20_000 })
    let text = ''
    socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk))
    socket.once('error', reject)
    socket.once('close', () => resolve(text))
    socket.once('end', () => socket.end())
    socket.on('data', () => text.startsWith('HTTP/1.1 101') && socket.destroy())
    socket.write([...lines, '', ''].join('\r\n'))
  })
}

const elsewhere = Object.values(networkInterfaces())
  .flat()
  .find((address) => address?.family === 'IPv4' && !address.internal)?.address

const upgrade = (path: string, host: string) => [
  `GET ${path} HTTP/1.1`,
  `Host: ${host}`,
  `Origin: http://${host}`,
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
]

it('dev listens on this machine alone, and refuses every upgrade but its own', async () => {
  const { output, port } = await startDev('  Data')
  expect(output).not.toContain('HOST=')
  if (elsewhere) {
    const reached = ask(port, elsewhere, ['GET /api/health HTTP/1.0'])
    await expect(reached).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  }
  const host = `localhost:${port}`
  expect((await fetch(`http://${host}/api/health`)).status).toBe(200)
  expect(await ask(port, 'localhost', upgrade('/_next/hmr?id=x', host))).toMatch(/^HTTP\/1\.1 101 /)
  for (const path of ['/posts', '/nowhere', '/_next/static/x.js']) {
    const answer = await ask(port, 'localhost', upgrade(path, host))
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer).toContain('X-Content-Type-Options: nosniff')
  }
}, 90_000)

it('dev listens where HOST says, and says what that means', async () => {
  const { output, port } = await startDev('HOST=', { HOST: '0.0.0.0' })
  expect(output).toContain(`HOST=0.0.0.0: anyone who can reach port ${port} on this machine`)
  expect(output).toContain('the demo account included')
  expect(await ask(port, elsewhere ?? '127.0.0.1', ['GET /api/health HTTP/1.0'])).toContain(
    '200 OK',
  )
}, 90_000)

import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { drainBeforeEnd, isDraining } from '@/lib/server/drain'
import { processState } from '@/lib/server/process-state'

/** Vitest's own listeners. */
const known = process.listeners('SIGTERM')
const next = vi.fn()
const exit = vi.spyOn(process, 'exit')

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.spyOn(console, 'info').mockReturnValue()
  vi.spyOn(console, 'warn').mockReturnValue()
  exit.mockImplementation(() => ({}) as never)
  process.removeAllListeners('SIGTERM').on('SIGTERM', next)
})

afterEach(() => {
  vi.useRealTimers()
  vi.resetAllMocks()
  processState.isDraining = false
  delete processState.telemetry
  process.removeAllListeners('SIGTERM')
  for (const listener of known) process.on('SIGTERM', listener)
})

it('serves for a while after SIGTERM, and then lets Next end, once', () => {
  drainBeforeEnd(5000)
  expect(isDraining()).toBe(false)
  process.emit('SIGTERM', 'SIGTERM')
  expect(isDraining()).toBe(true)
  process.emit('SIGTERM', 'SIGTERM')
  vi.advanceTimersByTime(4999)
  expect(next).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(next.mock.calls).toEqual([['SIGTERM']])
})

it('cuts off what is not done ten seconds after SIGTERM, or five after a long delay', () => {
  drainBeforeEnd(5000)
  process.emit('SIGTERM', 'SIGTERM')
  vi.advanceTimersByTime(9999)
  expect(exit).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(exit).toHaveBeenCalledWith(143)

  exit.mockClear()
  processState.isDraining = false
  process.removeAllListeners('SIGTERM').on('SIGTERM', next)
  drainBeforeEnd(20_000)
  process.emit('SIGTERM', 'SIGTERM')
  vi.advanceTimersByTime(24_999)
  expect(exit).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(exit).toHaveBeenCalledWith(143)
})

it.each([
  ['at once', () => Promise.resolve(), 0],
  ['but not for long', () => new Promise<void>(() => {}), 1000],
])('lets OpenTelemetry send what it has before Next ends, %s', async (_, flush, wait) => {
  processState.telemetry = { span: (_, __, work) => work(), countLimit: () => {}, flush }
  drainBeforeEnd(5000)
  process.emit('SIGTERM', 'SIGTERM')
  vi.advanceTimersByTime(5000)
  expect(next).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(wait)
  expect(next).toHaveBeenCalledOnce()
})

it('is not ready while it drains, without asking anybody', async () => {
  vi.stubEnv('DATABASE_URL', 'postgresql://u:p@localhost/db')
  vi.stubEnv('NEON_AUTH_BASE_URL', 'http://localhost/auth')
  vi.stubEnv('NEON_AUTH_COOKIE_SECRET', 'x'.repeat(32))
  const fetch = vi.spyOn(globalThis, 'fetch')
  const { GET } = await import('@/app/api/ready/route')
  drainBeforeEnd(5000)
  process.emit('SIGTERM', 'SIGTERM')
  const response = await GET()
  expect(response.status).toBe(503)
  expect(await response.json()).toEqual({ status: 'unavailable' })
  expect(fetch).not.toHaveBeenCalled()
})

it('sends clients that keep a connection to another server', async () => {
  const server: Server = createServer((_, response) => response.end()).listen(0, 'localhost')
  await once(server, 'listening')
  drainBeforeEnd(5000)
  const address = server.address()
  const url = `http://localhost:${typeof address === 'object' ? address?.port : ''}`
  expect((await fetch(url)).headers.get('connection')).toBe('keep-alive')
  process.emit('SIGTERM', 'SIGTERM')
  expect((await fetch(url)).headers.get('connection')).toBe('close')
  server.close()
})

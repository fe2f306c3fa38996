import { expect, it, vi } from 'vitest'

it('of a client is what the host says in its own header, and nothing else', async () => {
  vi.stubEnv('DATABASE_URL', 'postgresql://u:p@localhost/db')
  vi.stubEnv('NEON_AUTH_BASE_URL', 'http://localhost/auth')
  vi.stubEnv('NEON_AUTH_COOKIE_SECRET', 'x'.repeat(32))
  vi.stubEnv('TRUSTED_PROXIES', '1')
  vi.stubEnv('CLIENT_ADDRESS_HEADER', 'CF-Connecting-IP')
  const { clientAddress } = await import('@/lib/rate-limit/client-address')
  const forged = { 'x-forwarded-for': '203.0.113.9, 203.0.113.8', 'x-peer-address': '203.0.113.7' }
  const addressOf = (headers: Record<string, string>) => clientAddress(new Headers(headers))
  expect(addressOf({ ...forged, 'cf-connecting-ip': '192.0.2.1' })).toBe('192.0.2.1')
  expect(addressOf({ ...forged, 'cf-connecting-ip': '2001:db8::1' })).toBe('2001:db8:0:0')
  expect(addressOf(forged)).toBeUndefined()
})

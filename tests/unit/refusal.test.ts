import { NextRequest } from 'next/server'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { strictestHeaders } from '@/lib/http/security-headers'

beforeAll(() => {
  vi.stubEnv('DATABASE_URL', 'postgresql://u:p@localhost/db')
  vi.stubEnv('NEON_AUTH_BASE_URL', 'http://localhost/auth')
  vi.stubEnv('NEON_AUTH_COOKIE_SECRET', 'x'.repeat(32))
})
afterAll(() => {
  vi.unstubAllEnvs()
})

it('a refusal has the security headers by itself, for hosts where no server of ours adds them', async () => {
  const { refuse } = await import('@/lib/http/refusal')
  const response = await refuse(new NextRequest('https://app.example/', { method: 'PUT' }), 1024)
  expect(response?.status).toBe(405)
  for (const [name, value] of Object.entries(strictestHeaders)) {
    expect(response?.headers.get(name)).toBe(value)
  }
})

import { createNeonAuth } from '@neondatabase/neon-js/auth/next/server'
import { variable } from '../variable'

export const auth = createNeonAuth({
  baseUrl: variable('NEON_AUTH_BASE_URL'),
  cookies: { secret: variable('NEON_AUTH_COOKIE_SECRET') },
})

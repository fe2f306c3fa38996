import 'server-only'
import { createNeonAuth } from '@neondatabase/neon-js/auth/next/server'
import { env } from '../env'
import { log } from '../server/log'

/**
 * The Neon Auth server instance. It reads and writes the cookies of the current request, so it is
 * for Server Components, server actions and route handlers.
 *
 * Call it through `askNeonAuth` (./ask), which turns what can go wrong into values.
 */
export const auth = createNeonAuth({
  baseUrl: env.NEON_AUTH_BASE_URL,
  cookies: { secret: env.NEON_AUTH_COOKIE_SECRET },
  // The SDK's own lines hold paths and codes, no tokens; they join our log as they are.
  logger: {
    error: (message) => void log('error', 'neon-auth.sdk', { message: String(message) }),
    warn: (message) => void log('warn', 'neon-auth.sdk', { message: String(message) }),
    info: () => {},
    debug: () => {},
  },
})

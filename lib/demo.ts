import 'server-only'
import { env } from './env'
import { isLoopbackHost } from './http/loopback'

/** The demo account of a local Neon; undefined anywhere else, whatever the variables say. */
export const demoAccount: { name: string; email: string; password: string } | undefined =
  env.DEMO_EMAIL && env.DEMO_PASSWORD && isLoopbackHost(new URL(env.NEON_AUTH_BASE_URL).hostname)
    ? { name: 'Demo Reader', email: env.DEMO_EMAIL, password: env.DEMO_PASSWORD }
    : undefined

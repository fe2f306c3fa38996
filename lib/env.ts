import 'server-only'
import { help } from './env/help'
import { checkedSchema, keysIn, type Env } from './env/schema'

export type { Env, SocialProvider } from './env/schema'

/** Thrown when the environment is wrong; print its message as it is. */
export class EnvError extends Error {
  override name = 'EnvError'
}

/**
 * Checks environment variables.
 *
 * @param source usually `process.env`; empty values count as missing
 * @returns the typed environment
 * @throws EnvError naming each missing or malformed variable, what it's for and where to get it, but never a
 *   value
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const present = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  )
  const result = checkedSchema.safeParse(present)
  if (result.success) return result.data

  const problems = new Map<string, string>()
  for (const issue of result.error.issues) {
    const name = String(issue.path[0])
    if (!problems.has(name)) problems.set(name, issue.message)
  }
  const lines = [...problems].map(([name, message]) => {
    const about = help[name]
    return [
      `  ${name} ${message}`,
      `    what for:   ${about?.purpose ?? ''}`,
      `    where from: ${about?.source ?? ''}`,
    ].join('\n')
  })
  throw new EnvError(
    [
      'The app can’t start: its environment isn’t complete.',
      '',
      ...lines,
      '',
      'Set them in .env.local or with your host; .env.example describes every variable.',
      'On your own machine `npm run dev` sets them for you.',
    ].join('\n'),
  )
}

/** `next build` loads every module, but must not need a database or an auth service. */
const placeholders = {
  DATABASE_URL: 'postgresql://build:build@localhost/build',
  NEON_AUTH_BASE_URL: 'http://localhost/build/auth',
  NEON_AUTH_COOKIE_SECRET: 'only-while-building-never-at-run-time',
}

/** The checked environment. Nothing else in `app` and `lib` reads `process.env`. */
export const env: Env =
  process.env.NEXT_PHASE === 'phase-production-build'
    ? parseEnv(placeholders)
    : parseEnv(process.env)

const [signingKey = '', ...olderKeys] = keysIn(env.NEON_AUTH_COOKIE_SECRET)

/** `NEON_AUTH_COOKIE_SECRET` split up: one key signs, older ones are still accepted. */
export const cookieKeys = { signing: signingKey, older: olderKeys }

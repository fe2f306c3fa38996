import 'server-only'
import { z } from 'zod'
import { isLoopbackHost } from './http/loopback'

/** What a variable is for and where its value comes from; printed when it is missing or wrong. */
interface VariableHelp {
  purpose: string
  source: string
}

const help: Record<string, VariableHelp> = {
  DATABASE_URL: {
    purpose: 'the Postgres connection string of your Neon branch (pooled)',
    source: 'the Neon Console, "Connect", or `npx neon env pull`',
  },
  DATABASE_URL_UNPOOLED: {
    purpose: 'the direct connection string, used for migrations',
    source: 'the Neon Console, "Connect" with pooling off, or `npx neon env pull`',
  },
  DATABASE_DRIVER: {
    purpose: 'how the app speaks to Postgres; neon-http without it',
    source: 'docs/drivers.md says which suits which host',
  },
  DATABASE_REPLICA_URL: {
    purpose: 'the connection string of a read replica, for lists that may lag; optional',
    source: 'the Neon Console, "Connect", with the replica chosen as compute',
  },
  NEON_AUTH_BASE_URL: {
    purpose: 'the address of your Neon Auth service',
    source: 'the Neon Console, "Auth", or `npx neon env pull`',
  },
  NEON_AUTH_COOKIE_SECRET: {
    purpose: 'the key that signs the session cookie of this app; while it is replaced: new,old',
    source: 'make one: `openssl rand -base64 32`, and keep it the same on every server',
  },
  APP_URL: {
    purpose: 'the address of this app, for links in emails and the way back from a provider',
    source: 'your domain, such as https://example.com; not needed on Vercel',
  },
  AUTH_PROVIDERS: {
    purpose: 'the providers that the sign-in page offers: google, github, or both with a comma',
    source: 'the Neon Console, "Auth": those that are switched on there',
  },
  TRUSTED_PROXIES: {
    purpose: 'how many proxies in front of this app add to X-Forwarded-For',
    source: 'your host: 0 without a proxy, 1 behind one; not needed on Vercel',
  },
  NEON_AUTH_WEBHOOKS: {
    purpose: 'whether the app takes Neon Auth’s webhooks and sends its emails itself: on or off',
    source: 'leave it out unless docs/webhooks.md is what you want',
  },
  MAIL_API_URL: {
    purpose: 'where the app hands over an email, while NEON_AUTH_WEBHOOKS is on',
    source: 'your email service, such as https://api.resend.com/emails',
  },
  MAIL_API_KEY: {
    purpose: 'the key of the email service, while NEON_AUTH_WEBHOOKS is on',
    source: 'your email service',
  },
  MAIL_FROM: {
    purpose: 'whom emails are from, while NEON_AUTH_WEBHOOKS is on',
    source: 'an address that your email service lets you use: `Name <name@example.com>`',
  },
  INSTANCES: {
    purpose: 'how many servers run this app side by side',
    source: 'you; leave it out for one',
  },
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: {
    purpose: 'the key of server actions, where several servers each have a build of their own',
    source: 'make one: `openssl rand -base64 32`, and set it when building and when running',
  },
  SHUTDOWN_DELAY: {
    purpose: 'how many seconds new requests are still served after SIGTERM',
    source: 'your load balancer: how long it takes to notice; 5 in production without it',
  },
  LOG_LEVEL: {
    purpose: 'what the log leaves out: everything below debug, info, warn or error',
    source: 'leave it out, or choose one; info without it',
  },
  ACCESS_LOG: {
    purpose: 'whether each request is a line in the log: on or off',
    source: 'leave it out where your host or proxy writes such lines; off without it',
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    purpose:
      'where OpenTelemetry’s traces and metrics are sent, by OTLP over HTTP as JSON; optional',
    source: 'whoever collects them; docs/operating.md says which of the other OTEL_* are read',
  },
  AUTH_RATE_LIMIT: {
    purpose: 'whether attempts to sign in, sign up and the like are limited: on or off',
    source: 'leave it out; `off` is for tests with a database on this machine',
  },
}

const postgresUrl = z
  .string({ error: 'is missing' })
  .min(1, 'is missing')
  .refine((value) => {
    const url = parseUrl(value)
    return (
      url !== undefined &&
      (url.protocol === 'postgres:' || url.protocol === 'postgresql:') &&
      url.hostname !== '' &&
      url.username !== '' &&
      url.pathname.length > 1
    )
  }, 'must look like postgresql://user:password@host/database')

const httpsUrl = z
  .string({ error: 'is missing' })
  .min(1, 'is missing')
  .refine((value) => {
    const url = parseUrl(value)
    if (!url) return false
    return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname))
  }, 'must be an https:// address (http:// only on this machine)')

const authUrl = httpsUrl.transform((value) => value.replace(/\/+$/, ''))

const drivers = ['neon-http', 'neon-websocket', 'node-postgres', 'postgres-js'] as const

const appUrl = authUrl.transform((value) => new URL(value).origin)

/** A collector is often beside the app, so http is as good. */
const collectorUrl = z
  .string()
  .refine(
    (value) => /^https?:$/.test(parseUrl(value)?.protocol ?? ''),
    'must be an http(s) address',
  )
  .optional()

const socialProviders = ['google', 'github'] as const

/** A provider that people sign in with. */
export type SocialProvider = (typeof socialProviders)[number]

const schema = z.object({
  DATABASE_URL: postgresUrl,
  DATABASE_URL_UNPOOLED: postgresUrl.optional(),
  DATABASE_DRIVER: z
    .enum(drivers, { error: `must be one of ${drivers.join(', ')}` })
    .default('neon-http'),
  DATABASE_REPLICA_URL: postgresUrl.optional(),
  NEON_AUTH_BASE_URL: authUrl,
  NEON_AUTH_COOKIE_SECRET: z
    .string({ error: 'is missing' })
    .min(1, 'is missing')
    .refine(
      (value) => keysIn(value).every((key) => key.length >= 32),
      'must have at least 32 characters, each of its keys if there are two',
    ),
  APP_URL: appUrl.optional(),
  AUTH_PROVIDERS: z
    .string()
    .transform((value) =>
      value
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean),
    )
    .pipe(z.array(z.enum(socialProviders, 'must be google, github, or both with a comma')))
    .default([]),
  TRUSTED_PROXIES: z
    .string()
    .regex(/^\d$/, 'must be a number from 0 to 9')
    .transform(Number)
    .optional(),
  INSTANCES: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'must be a number from 1 to 9999')
    .transform(Number)
    .default(1),
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: z
    .base64('must be base64')
    .refine(
      (value) => [16, 24, 32].includes(Buffer.from(value, 'base64').length),
      'must hold 16, 24 or 32 bytes in base64',
    )
    .optional(),
  SHUTDOWN_DELAY: z
    .string()
    .regex(/^\d{1,2}(\.\d+)?$/, 'must be a number of seconds from 0 to 99')
    .transform(Number)
    .default(process.env.NODE_ENV === 'production' ? 5 : 0),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error')
    .default('info'),
  ACCESS_LOG: z.enum(['on', 'off'], 'must be on or off').default('off'),
  OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl,
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collectorUrl,
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: collectorUrl,
  OTEL_SDK_DISABLED: z.string().optional(),
  OTEL_TRACES_EXPORTER: z.string().default('otlp'),
  OTEL_METRICS_EXPORTER: z.string().default('otlp'),
  OTEL_METRIC_EXPORT_INTERVAL: z
    .string()
    .regex(/^[1-9]\d{1,7}$/, 'must be a number of milliseconds')
    .transform(Number)
    .default(60_000),
  AUTH_RATE_LIMIT: z.enum(['on', 'off'], 'must be on or off').default('on'),
  NEON_AUTH_WEBHOOKS: z.enum(['on', 'off'], 'must be on or off').default('off'),
  MAIL_API_URL: httpsUrl.optional(),
  MAIL_API_KEY: z.string().optional(),
  MAIL_FROM: z.string().optional(),
  /** Shown on the sign-in page of a local Neon; set by `npm run dev`. */
  DEMO_EMAIL: z.string().optional(),
  DEMO_PASSWORD: z.string().optional(),
  /** Set by Vercel: https://vercel.com/docs/environment-variables/system-environment-variables */
  VERCEL: z.string().optional(),
  VERCEL_ENV: z.string().optional(),
  VERCEL_URL: z.string().optional(),
  VERCEL_PROJECT_PRODUCTION_URL: z.string().optional(),
})

const checked = schema
  .refine(
    (value) =>
      value.AUTH_RATE_LIMIT === 'on' || isLoopbackHost(new URL(value.DATABASE_URL).hostname),
    {
      path: ['AUTH_RATE_LIMIT'],
      error: 'can be off only with a database on this machine',
      when: ({ issues }) => issues.length === 0,
    },
  )
  .superRefine((value, context) => {
    if (value.NEON_AUTH_WEBHOOKS === 'off') return
    for (const name of ['MAIL_API_URL', 'MAIL_API_KEY', 'MAIL_FROM'] as const) {
      if (value[name] === undefined) {
        context.addIssue({ code: 'custom', path: [name], message: 'is missing' })
      }
    }
  })

/** The environment of the app, checked. */
export type Env = z.output<typeof schema>

/** Thrown when the environment does not fit; its message is meant to be printed as it is. */
export class EnvError extends Error {
  override name = 'EnvError'
}

/**
 * Checks environment variables.
 *
 * @param source usually `process.env`; empty values count as missing
 * @returns the typed environment
 * @throws EnvError naming each missing or malformed variable, what it is for and where to find it;
 *   never a value
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const present = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  )
  const result = checked.safeParse(present)
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
      'The app cannot start: its environment is not complete.',
      '',
      ...lines,
      '',
      'Set them in .env.local or with your host; .env.example describes every variable.',
      'On your own machine `npm run dev` sets them for you.',
    ].join('\n'),
  )
}

/** `next build` loads every module but must need neither database nor auth service. */
const placeholders = {
  DATABASE_URL: 'postgresql://build:build@localhost/build',
  NEON_AUTH_BASE_URL: 'http://localhost/build/auth',
  NEON_AUTH_COOKIE_SECRET: 'only-while-building-never-at-run-time',
}

/** The checked environment. The only reader of `process.env` in `app` and `lib`. */
export const env: Env =
  process.env.NEXT_PHASE === 'phase-production-build'
    ? parseEnv(placeholders)
    : parseEnv(process.env)

const [signingKey = '', ...olderKeys] = keysIn(env.NEON_AUTH_COOKIE_SECRET)

/** `NEON_AUTH_COOKIE_SECRET` taken apart: one key signs, those before it are still believed. */
export const cookieKeys = { signing: signingKey, older: olderKeys }

function keysIn(value: string): string[] {
  return value.split(',').map((key) => key.trim())
}

function parseUrl(value: string): URL | undefined {
  return URL.canParse(value) ? new URL(value) : undefined
}

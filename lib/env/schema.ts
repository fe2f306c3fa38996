import 'server-only'
import { z } from 'zod'
import { isLoopbackHost } from '../http/loopback'

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
  }, 'must be an https:// URL (http:// only on this machine)')

const authUrl = httpsUrl.transform((value) => value.replace(/\/+$/, ''))

const drivers = ['neon-http', 'neon-websocket', 'node-postgres', 'postgres-js'] as const

const appUrl = authUrl.transform((value) => new URL(value).origin)

/** A collector often runs next to the app, so http is fine. */
const collectorUrl = z
  .string()
  .refine((value) => /^https?:$/.test(parseUrl(value)?.protocol ?? ''), 'must be an http(s) URL')
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
      'must have at least 32 characters per key',
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
  CLIENT_ADDRESS_HEADER: z
    .string()
    .regex(/^[\w-]{1,60}$/, 'must be the name of a header')
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

/** Checks each variable, then whether they fit together. */
export const checkedSchema = schema
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

/** The app's checked environment. */
export type Env = z.output<typeof schema>

/** The keys in `NEON_AUTH_COOKIE_SECRET`; the first one signs. */
export function keysIn(value: string): string[] {
  return value.split(',').map((key) => key.trim())
}

function parseUrl(value: string): URL | undefined {
  return URL.canParse(value) ? new URL(value) : undefined
}

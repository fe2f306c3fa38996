import 'server-only'

/** What a variable is for and where its value comes from. */
interface VariableHelp {
  purpose: string
  source: string
}

/** Of each variable that one may set: printed when it is missing or wrong. */
export const help: Readonly<Record<string, VariableHelp>> = {
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
  CLIENT_ADDRESS_HEADER: {
    purpose: 'the header in which your host says what address a request came from; optional',
    source: 'your host: cf-connecting-ip on Cloudflare, x-nf-client-connection-ip on Netlify',
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

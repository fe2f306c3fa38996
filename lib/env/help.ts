import 'server-only'

/** What a variable is for and where to get its value. */
interface VariableHelp {
  purpose: string
  source: string
}

/** Help for each variable, printed when it’s missing or wrong. */
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
    purpose: 'how the app talks to Postgres; neon-http by default',
    source: 'docs/drivers.md says which suits which host',
  },
  DATABASE_REPLICA_URL: {
    purpose: 'the connection string of a read replica, for lists that may lag; optional',
    source: 'the Neon Console, "Connect", with the replica as compute',
  },
  NEON_AUTH_BASE_URL: {
    purpose: 'the URL of your Neon Auth service',
    source: 'the Neon Console, "Auth", or `npx neon env pull`',
  },
  NEON_AUTH_COOKIE_SECRET: {
    purpose: 'the key that signs this app’s session cookie; during a change: new,old',
    source: 'make one: `openssl rand -base64 32`, the same on every server',
  },
  APP_URL: {
    purpose: 'the URL of this app, for links in emails and the way back from a provider',
    source: 'your domain, such as https://example.com; not needed on Vercel',
  },
  AUTH_PROVIDERS: {
    purpose: 'the providers on the sign-in page: google, github, or both with a comma',
    source: 'the Neon Console, "Auth": the ones switched on there',
  },
  TRUSTED_PROXIES: {
    purpose: 'how many proxies in front of this app add to X-Forwarded-For',
    source: 'your host: 0 without a proxy, 1 behind one; not needed on Vercel',
  },
  CLIENT_ADDRESS_HEADER: {
    purpose: 'the header in which your host gives the client’s address; optional',
    source: 'your host: cf-connecting-ip on Cloudflare, x-nf-client-connection-ip on Netlify',
  },
  NEON_AUTH_WEBHOOKS: {
    purpose: 'whether the app takes Neon Auth’s webhooks and sends its own emails: on or off',
    source: 'leave it out unless you want what docs/webhooks.md describes',
  },
  MAIL_API_URL: {
    purpose: 'the URL that emails are sent through, while NEON_AUTH_WEBHOOKS is on',
    source: 'your email service, such as https://api.resend.com/emails',
  },
  MAIL_API_KEY: {
    purpose: 'the key of the email service, while NEON_AUTH_WEBHOOKS is on',
    source: 'your email service',
  },
  MAIL_FROM: {
    purpose: 'the sender of emails, while NEON_AUTH_WEBHOOKS is on',
    source: 'an email that your service lets you send from: `Name <name@example.com>`',
  },
  INSTANCES: {
    purpose: 'how many servers run this app side by side',
    source: 'you; leave it out for one',
  },
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: {
    purpose: 'the key for server actions, if several servers each have their own build',
    source: 'make one: `openssl rand -base64 32`, and set it when building and when running',
  },
  SHUTDOWN_DELAY: {
    purpose: 'how many seconds new requests are still served after SIGTERM',
    source: 'your load balancer: how long it takes to notice; 5 in production by default',
  },
  LOG_LEVEL: {
    purpose: 'the lowest level the log keeps: debug, info, warn or error',
    source: 'leave it out, or choose one; info by default',
  },
  ACCESS_LOG: {
    purpose: 'whether the log gets a line for each request: on or off',
    source: 'leave it out if your host or proxy logs requests; off by default',
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    purpose: 'where OpenTelemetry’s traces and metrics go, by OTLP over HTTP as JSON; optional',
    source: 'your collector; docs/operating.md lists the other OTEL_* variables',
  },
  AUTH_RATE_LIMIT: {
    purpose: 'whether attempts to sign in, sign up and the like are limited: on or off',
    source: 'leave it out; `off` is for tests with a database on this machine',
  },
}

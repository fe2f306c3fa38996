import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startLocalNeon, type LocalNeon } from 'local-neon'

let folder: string
let neon: LocalNeon

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-neon-'))
  neon = await startLocalNeon({ data: folder, rateLimit: false })
})

afterAll(async () => {
  await neon.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Runs a command to its end, with this local Neon's variables. */
function run(
  command: string[],
  env: Record<string, string> = {},
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, {
      env: {
        ...process.env,
        NODE_ENV: 'development',
        DATABASE_URL: neon.databaseUrl,
        DATABASE_URL_UNPOOLED: neon.databaseUrlUnpooled,
        NEON_AUTH_BASE_URL: neon.authUrl,
        LOCAL_NEON_DATA: folder,
        ...env,
      },
    })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.once('error', reject)
    child.once('exit', (code) => resolve({ code: code ?? -1, output }))
  })
}

const script = (name: string, ...args: string[]) => [
  '--import',
  './scripts/support/register.mjs',
  `scripts/${name}.ts`,
  ...args,
]

/** No database in the environment: the commands look for the running local Neon. */
const nowhere = { DATABASE_URL: '', DATABASE_URL_UNPOOLED: '', NEON_AUTH_BASE_URL: '' }
const drizzleKit = 'node_modules/drizzle-kit/bin.cjs'

describe.sequential('the database commands', () => {
  it('db:migrate brings a database up to date, and a second run changes nothing', async () => {
    for (let round = 0; round < 2; round++) {
      const { code, output } = await run(script('migrate'))
      expect(output).toContain('Migrations applied to neondb on localhost')
      expect(code).toBe(0)
    }
    const { rows } = await neon.pool.query('SELECT count(*)::int AS n FROM posts')
    expect(rows).toEqual([{ n: 0 }])
  })

  it('db:push has nothing to change after the migrations', async () => {
    const { code, output } = await run([drizzleKit, 'push', '--force'])
    expect(output).toContain('No changes detected')
    expect(code).toBe(0)
  })

  it('db:seed adds the posts of the guide, people who write, and a demo account, once', async () => {
    const guide = '00000000-0000-0000-0000-000000000000'
    expect((await run(script('seed'))).code).toBe(0)
    const state = async () =>
      (
        await neon.pool.query(
          `SELECT user_id, content, is_published FROM posts WHERE user_id = '${guide}' ORDER BY published_at`,
        )
      ).rows
    const first = await state()
    expect(first).toEqual(
      [
        { content: 'Hello from Neon', is_published: true },
        { content: 'Welcome to your new backend', is_published: true },
        {
          content:
            'This draft is hidden — flip is_published to true in the SQL editor to see it appear',
          is_published: false,
        },
      ].map((post) => ({ user_id: guide, ...post })),
    )

    expect((await run(script('seed'))).output).toContain('was already there')
    expect(await state()).toEqual(first)
    const { rows } = await neon.pool.query(
      `SELECT count(*)::int AS users, (SELECT count(*)::int FROM posts) AS posts,
         count(*) FILTER (WHERE name = 'Neon guide' AND id = '${guide}')::int AS guides
       FROM neon_auth."user"`,
    )
    expect(rows).toEqual([{ users: 6, posts: 13, guides: 1 }])
  })

  it('db:migrate, db:seed and db:push find the local Neon that is running, and say so', async () => {
    const name = `neondb on ${new URL(neon.databaseUrlUnpooled).host} (local Neon)`
    expect((await run(script('migrate'), nowhere)).output).toContain(`applied to ${name}`)
    const { output } = await run(script('seed'), nowhere)
    expect(output).toContain(`0 sample posts added to ${name}`)
    expect(output).toContain('was already there')
    const push = await run(script('push', '--force'), nowhere)
    expect(push.output).toContain(`to ${name}`)
    expect(push.output).toContain('No changes detected')
    expect(push.code).toBe(0)
  })

  it('db:migrate says what to do where none runs', async () => {
    const { code, output } = await run(script('migrate'), {
      ...nowhere,
      LOCAL_NEON_DATA: join(folder, 'nobody'),
    })
    expect(output).toContain('DATABASE_URL is missing, and no local Neon is running.')
    expect(output).toContain('npm run dev')
    expect(code).toBe(1)
  })

  it('db:migrate says first why it failed', async () => {
    const url = new URL(neon.databaseUrlUnpooled)
    url.password = 'hidden'
    const { code, output } = await run(script('migrate'), { DATABASE_URL_UNPOOLED: url.href })
    expect(output).toMatch(/^password authentication failed for user/)
    expect(output).toContain(`The migrations were not applied to neondb on ${url.host}.`)
    expect(output).not.toContain('hidden')
    expect(code).toBe(1)
  })

  it('db:migrate takes the sslmode of Neon’s addresses without a warning', async () => {
    const url = `${neon.databaseUrlUnpooled}?sslmode=require&channel_binding=require`
    const { code, output } = await run(script('migrate'), { DATABASE_URL_UNPOOLED: url })
    expect(output).toMatch(/^The server does not support SSL connections/)
    expect(output).not.toContain('WARNING')
    expect(code).toBe(1)
  })

  it.each(['postgresql://user:p%ss@h/', 'neondb', 'https://user:hidden@host/neondb'])(
    'db:migrate does not call %s missing',
    async (value) => {
      const { code, output } = await run(script('migrate'), { DATABASE_URL_UNPOOLED: value })
      expect(output).toMatch(/^DATABASE_URL_UNPOOLED must look like postgresql:/)
      expect(output).not.toContain('hidden')
      expect(code).toBe(1)
    },
  )

  it('db:seed refuses a database that is not on this machine', async () => {
    const remote = 'postgresql://user:hidden@ep-x.neon.tech/db'
    const { code, output } = await run(script('seed'), {
      DATABASE_URL: remote,
      DATABASE_URL_UNPOOLED: remote,
    })
    expect(output).toContain('Not seeding db on ep-x.neon.tech: it isn’t on this machine.')
    expect(output).not.toContain('hidden')
    expect(code).toBe(1)
  })

  it.each([
    ['local-neon', ['--import', './packages/local-neon/build.mjs', 'scripts/local-neon.mjs']],
    ['reset', script('reset')],
  ])('%s does not touch a folder that is in use', async (_, command) => {
    const { code, output } = await run(command)
    expect(output).toContain(`The database in ${folder} is in use`)
    expect(code).toBe(1)
  })

  it('dev does not mix a local database with a remote auth service', async () => {
    const { code, output } = await run(script('dev'), {
      NEON_AUTH_BASE_URL: 'https://ep-x.neonauth.neon.tech/db/auth',
    })
    expect(output).toContain('must both point to Neon, or neither')
    expect(code).toBe(1)
  })

  it('dev takes no malformed URL for a missing one', async () => {
    const { code, output } = await run(script('dev'), {
      DATABASE_URL: 'postgres//user:hidden@db.example.com/x',
      NEON_AUTH_BASE_URL: 'auth.example.com/x/auth',
    })
    expect(output).toContain('DATABASE_URL is set, but isn’t a URL.')
    expect(output).not.toContain('hidden')
    expect(code).toBe(1)
  })

  it('local-neon ends when npm does', async () => {
    const npm = spawn('npm', ['run', '-s', 'local-neon'], {
      env: { ...process.env, LOCAL_NEON_DATA: 'memory' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    for await (const chunk of npm.stdout) {
      output += chunk
      if (output.includes('# Console:')) break
    }
    const auth = /NEON_AUTH_BASE_URL=(\S+)/.exec(output)?.[1] ?? ''
    expect((await fetch(`${auth}/ok`)).status).toBeLessThan(500)
    npm.kill('SIGTERM')
    const answers = () =>
      fetch(`${auth}/ok`).then(
        () => true,
        () => false,
      )
    await vi.waitUntil(async () => !(await answers()), { timeout: 10_000 })
  })

  it('drizzle-kit says what is missing without DATABASE_URL', async () => {
    const { code, output } = await run([drizzleKit, 'push'], {
      DATABASE_URL: '',
      DATABASE_URL_UNPOOLED: '',
    })
    expect(output).toContain('DATABASE_URL is missing')
    expect(code).toBe(1)
  })
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readmeBlock } from '../readme'
import { layOutGuideApp, plainBrowser, startGuideApp } from './guide-app'

const here = fileURLToPath(new URL('.', import.meta.url))
const packageFolder = fileURLToPath(new URL('../..', import.meta.url))
const repository = fileURLToPath(new URL('../../../..', import.meta.url))
/** Other versions of Node, kept between runs. */
const nodes = join(repository, 'node_modules', '.cache', 'local-neon-tests')

let folder: string
let app: string
let home: string
let temporary: string

/** Installing takes a while with an empty npm cache, or on a busy machine. */
const INSTALLATION = 600_000

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-neon-tarball-'))
  app = join(folder, 'app')
  home = join(folder, 'home')
  temporary = join(folder, 'tmp')
  for (const each of [app, home, temporary]) await mkdir(each)
  await run('npm', ['pack', '--pack-destination', folder], { cwd: packageFolder })
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? ''
  await writeFile(join(app, 'package.json'), '{"private":true,"type":"module"}')
  const packages = [join('..', tarball), 'pg@8.23.1', '@neondatabase/serverless@1.2.0']
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', ...packages], {
    cwd: app,
  })
  await copyFile(join(here, 'a-script.mjs'), join(app, 'a-script.mjs'))
}, INSTALLATION)
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs a command, which must succeed; returns its output. */
async function run(
  command: string,
  args: string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<string> {
  const child = spawn(command, args, {
    env: process.env,
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  })
  let [output, errors] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  await once(child, 'close')
  if (child.exitCode !== 0) throw new Error(`${command} ${args.join(' ')}: ${output}${errors}`)
  return output
}

/** The folder of a version's `node` program, from npm. */
async function nodeFolder(version: number): Promise<string> {
  const system = process.platform === 'win32' ? 'win' : process.platform
  const name = `node-${system}-${process.arch}`
  const place = join(nodes, String(version))
  const bin = join(place, 'node_modules', name, 'bin')
  if (!existsSync(bin)) {
    await mkdir(place, { recursive: true })
    await writeFile(join(place, 'package.json'), '{"private":true}')
    await run('npm', ['install', '--no-audit', '--no-fund', `${name}@${version}`], { cwd: place })
  }
  return bin
}

it('has JavaScript and declarations, and brings nothing that runs TypeScript', async () => {
  const installed = join(app, 'node_modules', 'local-neon')
  const files = await readdir(installed, { recursive: true })
  expect(files.filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))).toEqual([])
  expect(files).toEqual(
    expect.arrayContaining(['README.md', 'CHANGELOG.md', 'LICENSE', join('dist', 'index.js')]),
  )
  const packages = await readdir(join(app, 'node_modules'))
  expect(packages.filter((name) => ['tsx', 'typescript', 'esbuild'].includes(name))).toEqual([])
})

it.each(['nodenext', 'bundler'])(
  'has types for moduleResolution %s',
  async (resolution) => {
    await copyFile(join(here, 'consumer.mts'), join(app, 'consumer.mts'))
    const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc')
    const modules = resolution === 'bundler' ? 'esnext' : 'nodenext'
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022']
    const types = ['--typeRoots', join(repository, 'node_modules', '@types'), '--types', 'node']
    await run(
      process.execPath,
      [
        compiler,
        ...options,
        ...['--lib', 'es2024,dom,esnext.disposable'],
        ...['--module', modules, '--moduleResolution', resolution],
        ...types,
        'consumer.mts',
      ],
      { cwd: app },
    )
  },
  60_000,
)

describe.each([20, 22, 24])('on Node %i', (version) => {
  it(
    'serves a script of somebody else by npx, and leaves nothing but its data',
    async () => {
      const bin = await nodeFolder(version)
      const env = {
        PATH: [bin, process.env['PATH']].join(delimiter),
        HOME: home,
        USERPROFILE: home,
        TMPDIR: temporary,
        NODE_ENV: 'development' as const,
        npm_config_cache: join(folder, 'npm'),
        npm_config_update_notifier: 'false',
        // Otherwise npx keeps its own cache there.
        NODE_DISABLE_COMPILE_CACHE: '1',
      }
      const before = await readdir(app)
      const args = ['--no-install', 'local-neon', '--data', `data-${version}`, '--']
      const output = await run('npx', [...args, 'node', 'a-script.mjs'], { cwd: app, env })
      expect(JSON.parse(output)).toEqual({
        node: expect.stringMatching(`^v${version}\\.`),
        notes: [{ body: 'kept' }],
        signUp: 200,
      })
      expect((await readdir(app)).filter((name) => !before.includes(name))).toEqual([
        `data-${version}`,
      ])
      expect(await readdir(temporary)).toEqual([])
      expect((await readdir(home)).filter((name) => name !== '.cache')).toEqual([])
    },
    INSTALLATION,
  )
})

it('serves the app of Neon’s guide in its development server, with the README’s lines', async () => {
  await layOutGuideApp(app, repository, await readmeBlock('neonConfig.fetchEndpoint'))
  const command = join(app, 'node_modules', 'local-neon', 'bin', 'local-neon.js')
  const args = [command, '--data', 'data', '--', 'next', 'dev', '--port', '0']
  const next = await startGuideApp(process.execPath, args, app)
  try {
    const printed = await run(process.execPath, [command, 'env', '--data', 'data'], { cwd: app })
    const variables = parseEnv(printed)
    const client = new pg.Client(variables['DATABASE_URL_UNPOOLED'])
    await client.connect()
    await client.query(`CREATE TABLE posts (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id text NOT NULL,
        content text NOT NULL, is_published boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT now(), published_at timestamptz NOT NULL DEFAULT now())`)
    const account = { email: 'reader@example.com', password: 'long enough' }
    const signUp = await fetch(`${variables['NEON_AUTH_BASE_URL']}/sign-up/email`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: next.origin },
      body: JSON.stringify({ name: 'Reader', ...account }),
    })
    expect(signUp.status).toBe(200)

    const browser = plainBrowser(next.origin)
    expect((await browser.open('/posts')).location).toMatch(/\/auth\/sign-in/)
    const wrong = { ...account, password: 'not the right one' }
    expect((await browser.submit('/auth/sign-in', wrong)).text).toContain('Invalid email or')
    expect(await browser.submit('/auth/sign-in', account)).toMatchObject({
      status: 303,
      location: '/posts',
    })
    await browser.submit('/posts/new', { content: 'Written in the guide’s app' })
    const posts = await browser.open('/posts')
    expect(posts.text).toContain('Reader')
    expect(posts.text).toContain('Written in the guide’s app')
    const { rows } = await client.query(
      'SELECT u.email FROM posts JOIN neon_auth."user" u ON u.id::text = user_id',
    )
    expect(rows).toEqual([{ email: account.email }])
    await client.end()
  } finally {
    const ended = await next.stop()
    expect(ended, next.output()).toEqual([0, null])
  }
}, 120_000)

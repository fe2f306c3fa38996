import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { LocalNeon } from '../../src/index'
import { startForTest } from '../support'

const bin = fileURLToPath(new URL('../../bin/local-neon.js', import.meta.url))

let folder: string
/** Its Postgres serves the tests that aren't about Postgres. */
let shared: LocalNeon
const running = new Set<ChildProcess>()
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-neon-cli-'))
  shared = await startForTest()
})
afterEach(async () => {
  for (const child of running) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  running.clear()
})
afterAll(async () => {
  await shared.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Starts the command in the test's folder, collecting its output. */
function start(...args: string[]) {
  // As in your own shell: without npm around it or chosen ports.
  const {
    npm_lifecycle_event: _,
    LOCAL_NEON_PORT: __,
    LOCAL_NEON_PG_PORT: ___,
    ...env
  } = process.env
  const child = spawn(process.execPath, ['--', bin, ...args], {
    cwd: folder,
    env: { ...env, LOCAL_NEON_DATA: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  const output = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.err += text))
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, ...output }))
  /** Waits until it has printed a text; fails if it ends before. */
  const printed = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => output.out.includes(text) && resolve()
      child.stdout.on('data', look)
      look()
      void ended.then((result) => reject(new Error(JSON.stringify(result))))
    })
  return { child, output, ended, printed }
}

const run = (...args: string[]) => start(...args).ended

const memory = ['--data', 'memory']
const inFront = () => [...memory, '--postgres-url', shared.databaseUrlUnpooled]

const answers = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  )

describe('the command line', () => {
  it('prints its help, and what is wrong with what it is told', async () => {
    const [help, unknown, nothing, noPort] = await Promise.all([
      run('--help'),
      run('frobnicate'),
      run('--'),
      run('--port', '70000'),
    ])
    expect(help).toMatchObject({ code: 0, out: expect.stringContaining('local-neon -- next dev') })
    expect(help.out).toMatch(/Not\s+affiliated with Neon/)
    expect(unknown).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no command frobnicate.'),
    })
    expect(nothing).toMatchObject({ code: 1 })
    expect(noPort).toMatchObject({
      code: 1,
      err: expect.stringContaining('Not a port number.'),
    })
  })

  it('says so when nobody runs', async () => {
    expect(await run('env', '--data', 'nowhere')).toMatchObject({
      code: 1,
      err: expect.stringContaining('No local Neon is running on nowhere.'),
    })
    expect((await run('doctor', '--data', 'nowhere')).out).toContain('nowhere doesn’t exist yet')
  })

  it('is found on its folder, which nobody may reset meanwhile, and stops when asked', async () => {
    const neon = start('--data', 'data')
    await neon.printed('# Console:')
    const printed = neon.output.out.match(/^[A-Z_]+=.*$/gm)
    expect(printed).toHaveLength(5)

    const [env, json, reset] = await Promise.all([
      run('env', '--data', 'data'),
      run('env', '--data', 'data', '--json'),
      run('reset', '--data', 'data', '--yes'),
    ])
    expect(env.out.trim().split('\n')).toEqual(printed)
    expect(JSON.parse(json.out)).toHaveProperty('NEON_AUTH_COOKIE_SECRET')
    // Alone: it gives a local Neon three seconds to answer, which the others mustn't use up.
    const doctor = await run('doctor', '--data', 'data')
    expect(doctor).toMatchObject({
      code: 0,
      out: expect.stringContaining('has been running on data since'),
    })
    expect(doctor.out).not.toContain('FAULT')

    expect(reset).toMatchObject({
      code: 1,
      err: expect.stringContaining('is in use'),
    })
    const consoleUrl = /# Console: (\S+)/.exec(neon.output.out)?.[1] ?? ''
    expect(await answers(consoleUrl)).toBe(true)

    neon.child.kill('SIGINT')
    expect(await neon.ended).toMatchObject({ code: 0, err: '' })
    expect(await answers(consoleUrl)).toBe(false)
    expect(existsSync(join(folder, 'data', 'state.json'))).toBe(false)

    expect(await run('reset', '--data', 'data')).toMatchObject({ code: 1 })
    expect(existsSync(join(folder, 'data', 'postgres'))).toBe(true)
    expect(await run('reset', '--data', 'data', '--yes')).toMatchObject({ code: 0 })
    expect(existsSync(join(folder, 'data'))).toBe(false)
  })

  it('resets nothing that is no data folder', async () => {
    await writeFile(join(folder, 'precious'), '')
    expect(await run('reset', '--data', '.', '--yes')).toMatchObject({
      code: 1,
      err: expect.stringContaining('isn’t a local Neon data folder'),
    })
    expect(existsSync(join(folder, 'precious'))).toBe(true)
  })

  it('ends at the port that is taken, and says which option chooses another', async () => {
    const { port } = new URL(shared.databaseUrl)
    const [second, doctor] = await Promise.all([
      run(...inFront(), '--port', port),
      run('doctor', '--data', 'other', '--port', port),
    ])
    expect(second).toMatchObject({ code: 1, err: expect.stringContaining(`Port ${port} is taken`) })
    expect(doctor).toMatchObject({ code: 1, out: expect.stringContaining('FAULT') })
  })
})

describe('with a command of its own', () => {
  const program = (text: string) => [...inFront(), '--', process.execPath, '-e', text]

  it('sets the variables, and ends with the exit code of the command', async () => {
    const { code, out, err } = await run(
      ...memory,
      ...['--', process.execPath, '-e'],
      `
        fetch(process.env.NEON_AUTH_BASE_URL + '/ok').then(({ status }) => {
          console.log(status, process.env.DATABASE_URL)
          process.exit(7)
        })`,
    )
    expect(out).toMatch(/^200 postgresql:\/\/neondb_owner:.*\/neondb\n$/)
    expect(code).toBe(7)
    expect(await answers(/Local Neon: (\S+)/.exec(err)?.[1] ?? '')).toBe(false)
  })

  it('writes the file for as long as it runs, at the same place when it is there', async () => {
    const file = join(folder, '.env.local')
    const show = `console.log(require('fs').readFileSync('.env.local', 'utf8'))`
    expect((await run('--env-file', '.env.local', ...program(show))).out).toContain('DATABASE_URL=')
    expect(existsSync(file)).toBe(false)

    await writeFile(file, 'DATABASE_URL=postgresql://cloud\n')
    const { out, err } = await run('--env-file', '.env.local', ...program(show))
    expect(out).toMatch(/^DATABASE_URL=postgresql:\/\/cloud\n# local-neon: begin/)
    expect(err).toContain('.env.local sets DATABASE_URL itself. While local Neon runs')
    expect(await readFile(file, 'utf8')).toBe('DATABASE_URL=postgresql://cloud\n')
  })

  it('passes on the signal that it gets, and waits for the end', async () => {
    const neon = start(
      ...program(`
        process.on('SIGTERM', () => setTimeout(() => { console.log('in order'); process.exit(3) }, 300))
        setInterval(() => {}, 1000)
        console.log('ready')`),
    )
    await neon.printed('ready')
    neon.child.kill('SIGTERM')
    expect(await neon.ended).toMatchObject({ code: 3, out: 'ready\nin order\n' })
  })

  it('says which signal ended the command, as a shell does', async () => {
    expect((await run(...program(`process.kill(process.pid, 'SIGKILL')`))).code).toBe(137)
  })

  it('says what it cannot find', async () => {
    expect(await run(...inFront(), '--', 'no-such-program')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no command "no-such-program".'),
    })
  })
})

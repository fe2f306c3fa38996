import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import getPort from 'get-port'
import { loadEnvironment } from './support/environment'
import { main } from './support/main'
import { environmentFor, startMigratedNeon } from './support/migrated-neon'

/** Nobody, on every Unix. */
const nobody = 65534

/**
 * Does what the Dockerfile's stages do, without Docker: builds with `BUILD_STANDALONE`, copies exactly what
 * the last stage copies into a fresh folder, and runs its command there as `nobody`, who can't write
 * anything. The build replaces `.next`, and `npm start` can't serve it.
 */
main(async () => {
  if (process.getuid?.() !== 0) throw new Error('Only root can run something as someone else.')
  loadEnvironment(false)
  const last = readFileSync('Dockerfile', 'utf8').split(/^FROM base AS app$/m)[1]
  if (last === undefined) throw new Error('The Dockerfile has no stage `app`.')
  console.log('Building as the stage `build` does.')
  execFileSync('npm', ['run', 'build'], {
    env: { ...process.env, BUILD_STANDALONE: '1' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })

  const folder = mkdtempSync(join(tmpdir(), 'image-'))
  const port = await getPort()
  const appUrl = `http://localhost:${port}`
  const neon = await startMigratedNeon(appUrl, { data: 'memory' })
  try {
    for (const [, from = '', to = ''] of last.matchAll(
      /^COPY --from=build \/app\/(\S+) (\S+)$/gm,
    )) {
      const target = join(folder, to, to.endsWith('/') && !to.endsWith('./') ? lastOf(from) : '')
      mkdirSync(dirname(target), { recursive: true })
      cpSync(from, target, { recursive: true, verbatimSymlinks: true })
    }
    execFileSync('chmod', ['-R', 'a-w,a+rX', folder])
    chmodSync(folder, 0o555)

    const command: unknown = JSON.parse(/^CMD (.+)$/m.exec(last)?.[1] ?? '')
    if (!Array.isArray(command)) throw new Error('The stage `app` has no command.')
    const server = spawn(process.execPath, command.slice(1).map(String), {
      cwd: folder,
      uid: nobody,
      gid: nobody,
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        HOSTNAME: '0.0.0.0',
        PORT: String(port),
        ...environmentFor(neon),
        APP_URL: appUrl,
        NEON_AUTH_COOKIE_SECRET: 'only-for-this-check-of-the-image-files',
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    const ended = once(server, 'exit')
    try {
      await answers(`${appUrl}/api/ready`, '"ok"')
      await answers(`${appUrl}/posts/1`, '<html')
      const page = await (await fetch(`${appUrl}/auth/sign-in`)).text()
      const style = /href="(\/_next\/static\/[^"]+\.css[^"]*)"/.exec(page)?.[1] ?? ''
      await answers(appUrl + style, '{')
    } finally {
      server.kill('SIGTERM')
    }
    const since = Date.now()
    const [code, signal] = await ended
    const seconds = Math.round((Date.now() - since) / 1000)
    if (code !== 143) throw new Error(`It ended with ${String(code ?? signal)}, not with 143.`)
    console.log(`As nobody, without write access, it served pages and stopped after ${seconds} s.`)
  } finally {
    await neon.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})

/** Waits until a URL answers 200 with a text. */
async function answers(url: string, text: string): Promise<void> {
  const until = Date.now() + 30_000
  for (;;) {
    const answer = await fetch(url).catch(() => undefined)
    const body = await answer?.text()
    if (answer?.ok && body?.includes(text)) return
    if (Date.now() > until) throw new Error(`${url} answered ${answer?.status ?? 'nothing'}.`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

function lastOf(path: string): string {
  return path.split('/').at(-1) ?? path
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { copyFile, cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, parse } from 'node:path'
import { createInterface } from 'node:readline'

/** Packages of the app in Neon's guide, besides local Neon. */
const PACKAGES = [
  ...['next', 'react', 'react-dom', 'drizzle-orm', 'typescript'],
  ...['@neondatabase/neon-js', '@types/node', '@types/react', '@types/react-dom'],
]

/**
 * Sets up the app from Neon's guide: the one the measurements compare with, with a given setup of Neon's
 * driver. Its packages link to this repository's, which saves half a minute of installing.
 * @param folder where `local-neon` and Neon's driver are installed
 */
export async function layOutGuideApp(
  folder: string,
  repository: string,
  driverSetup: string,
): Promise<void> {
  const reference = join(repository, 'bench', 'reference')
  for (const part of ['app', 'lib']) {
    await cp(join(reference, part), join(folder, part), { recursive: true })
  }
  await copyFile(join(reference, 'proxy.ts'), join(folder, 'proxy.ts'))
  await writeFile(join(folder, 'app', 'globals.css'), '')
  // The links lead out of the folder, which Turbopack otherwise takes as an escape.
  const root = JSON.stringify(parse(folder).root)
  await writeFile(join(folder, 'next.config.ts'), `export default { turbopack: { root: ${root} } }`)
  const client = join(folder, 'lib', 'db', 'client.ts')
  const written = await readFile(client, 'utf8')
  const ownSetup = /^import .* from '@neondatabase\/serverless'$|^\/\/ .*\nneonConfig.*$/gm
  const neon = `import { neon } from '@neondatabase/serverless'\n`
  await writeFile(client, neon + driverSetup + written.replaceAll(ownSetup, ''))
  for (const name of PACKAGES) {
    const link = join(folder, 'node_modules', name)
    if (existsSync(link)) continue
    await mkdir(dirname(link), { recursive: true })
    await symlink(join(repository, 'node_modules', name), link, 'junction')
  }
}

/** The app in its development server, run by a command. */
export async function startGuideApp(command: string, args: string[], cwd: string) {
  const env = { ...process.env, NODE_ENV: 'development' as const, NEXT_TELEMETRY_DISABLED: '1' }
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const exited = once(child, 'exit')
  let output = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text))
  const origin = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      output += `${line}\n`
      const found = /Local:\s+(http:\S+)/.exec(line)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.once('error', reject)
    child.once('exit', () => reject(new Error(output)))
  })
  return {
    origin,
    /** What it printed. */
    output: () => output,
    /** Ends it like Ctrl-C; returns exit code and signal. */
    async stop(): Promise<unknown> {
      child.kill('SIGINT')
      return exited
    },
  }
}

/** A browser without JavaScript: it keeps cookies, and sends a page's forms unchanged. */
export function plainBrowser(origin: string) {
  const cookies = new Map<string, string>()
  const ask = async (path: string, init: RequestInit = {}) => {
    const headers = {
      Origin: origin,
      Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    }
    const response = await fetch(new URL(path, origin), { ...init, headers, redirect: 'manual' })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    return { status: response.status, location, text: await response.text() }
  }
  return {
    open: (path: string) => ask(path),
    /** Fills in a page's form and sends it. */
    async submit(path: string, fields: Record<string, string>) {
      const { text } = await ask(path)
      const form = new FormData()
      for (const [, attributes = ''] of text.matchAll(/<input type="hidden"([^>]*)>/g)) {
        const attribute = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(attributes)?.[1]
        const value = attribute('value') ?? ''
        form.set(attribute('name') ?? '', value.replaceAll('&quot;', '"').replaceAll('&amp;', '&'))
      }
      for (const [name, value] of Object.entries(fields)) form.set(name, value)
      return ask(path, { method: 'POST', body: form })
    },
  }
}

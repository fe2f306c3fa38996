import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunningState } from '../../state'
import type { Finding } from './finding'

/** Where Next reads variables in development; the first one wins. */
const ENV_FILES = ['.env.development.local', '.env.local', '.env.development', '.env']

/** The variables with an app's URL. */
const ADDRESSES = ['APP_URL', 'NEXT_PUBLIC_APP_URL', 'BETTER_AUTH_URL']

/** The shortest secret Neon's SDK takes. */
const SECRET_LENGTH = 32

/** Whether a browser keeps Neon Auth's cookies, which are `Secure`, at the app's URL. */
export function checkCookies(project: string, running: RunningState | undefined): Finding[] {
  const variable = readVariables(project)
  const findings = ADDRESSES.flatMap((name) => checkAddress(name, variable(name)))
  if (findings.length === 0) {
    findings.push({
      level: 'ok',
      text: 'Sign-in works at http://localhost: browsers keep Secure cookies there.',
      advice: 'Safari doesn’t: use another browser, or https (next dev --experimental-https).',
    })
  }
  const secret = variable('NEON_AUTH_COOKIE_SECRET')
  if (secret !== undefined && secret.length < SECRET_LENGTH) {
    findings.push({
      level: 'fault',
      text: `NEON_AUTH_COOKIE_SECRET has ${secret.length} characters; the SDK needs ${SECRET_LENGTH} or more.`,
      advice: 'Remove it and local Neon sets one, or make one: openssl rand -base64 32',
    })
  }
  const authUrl = variable('NEON_AUTH_BASE_URL')
  if (running !== undefined && authUrl !== undefined && authUrl !== running.authUrl) {
    findings.push({
      level: 'note',
      text: `NEON_AUTH_BASE_URL is ${authUrl}, not the running local Neon (${running.authUrl}).`,
      advice: 'Remove it from the .env files, or start the app with: local-neon -- <command>',
    })
  }
  return findings
}

function checkAddress(name: string, value: string | undefined): Finding[] {
  if (value === undefined || !URL.canParse(value)) return []
  const { protocol, hostname, origin } = new URL(value)
  if (protocol === 'https:' || hostname === 'localhost') return []
  return [
    {
      level: 'fault',
      text: `${name} is ${origin}: browsers drop Secure cookies there, or Neon Auth doesn’t trust it.`,
      advice: 'Use http://localhost, or https and the console’s trusted domains.',
    },
  ]
}

/** Reads variables like an app: the environment first, then the .env files. */
function readVariables(project: string): (name: string) => string | undefined {
  const texts = ENV_FILES.map((file) => join(project, file))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8'))
  return (name) => {
    const line = new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=\\s*(["']?)(.*?)\\1\\s*$`, 'gm')
    for (const text of texts) {
      // The last of several lines counts.
      const value = [...text.matchAll(line)].at(-1)?.[2]
      if (value) return process.env[name] || value
    }
    return process.env[name] || undefined
  }
}

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleCheck } from '../../scripts/support/bundle-check'

const complete = {
  DATABASE_URL: 'postgresql://user:hidden@ep-x.neon.tech/db',
  NEON_AUTH_BASE_URL: 'https://ep-x.neonauth.neon.tech/db/auth',
  NEON_AUTH_COOKIE_SECRET: 'x'.repeat(32),
}

let folder: string

beforeAll(async () => {
  // In this repository: like a build, it finds Next's .env reader beside it.
  folder = mkdtempSync(join(process.cwd(), 'node_modules', '.check-'))
  await bundleCheck(process.cwd(), folder)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Starts a program that just says "Ready", after the check and without .env files. */
function start(env: Record<string, string>) {
  const check = join(folder, 'environment.mjs')
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', `file://${check}`, '--eval', 'console.log("Ready")'],
    {
      cwd: tmpdir(),
      encoding: 'utf8',
      env: { NODE_ENV: 'production', PATH: process.env.PATH, ...env },
    },
  )
  return { status, stdout, stderr }
}

describe('a server checks its environment before it starts', () => {
  it('says what is missing, and does not start', () => {
    const { status, stdout, stderr } = start({ ...complete, NEON_AUTH_BASE_URL: '' })
    expect(stderr).toContain('NEON_AUTH_BASE_URL is missing')
    expect(stderr).not.toContain('hidden')
    expect(stdout).toBe('')
    expect(status).toBe(1)
  })

  it('starts, with nothing to say, when it is complete', () => {
    expect(start(complete)).toEqual({ status: 0, stdout: 'Ready\n', stderr: '' })
  })
})

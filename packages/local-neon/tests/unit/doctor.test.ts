import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { checkCookies } from '../../src/cli/doctor/cookies'
import { checkNode, isOlder } from '../../src/cli/doctor/versions'

let project: string
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'local-neon-doctor-'))
  for (const name of ['APP_URL', 'NEON_AUTH_BASE_URL', 'NEON_AUTH_COOKIE_SECRET']) {
    vi.stubEnv(name, '')
  }
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(project, { recursive: true, force: true })
})

const env = (text: string) => writeFileSync(join(project, '.env.local'), text)
const levels = () => checkCookies(project, undefined).map(({ level }) => level)

describe('versions', () => {
  it.each([
    ['20.8.1', 'fault'],
    ['18.20.0', 'fault'],
    ['20.9.0', 'ok'],
    ['24.1.0', 'ok'],
  ])('Node %s is %s', (version, level) => {
    expect(checkNode(version).level).toBe(level)
  })

  it.each([
    ['0.7.0-beta', '0.7.0', false],
    ['0.6.9', '0.7.0-beta', true],
    ['1.10.0', '1.9.9', false],
    ['1.0', '1.0.1', true],
  ])('%s before %s: %s', (version, than, expected) => {
    expect(isOlder(version, than)).toBe(expected)
  })
})

describe('cookies', () => {
  it('are kept at localhost and over https', () => {
    expect(levels()).toEqual(['ok'])
    env('APP_URL=http://localhost:3000')
    expect(levels()).toEqual(['ok'])
    env('APP_URL="https://dev.example"')
    expect(levels()).toEqual(['ok'])
  })

  it('are dropped over http elsewhere, as the last line of the file says', () => {
    env('APP_URL=http://localhost:3000\nAPP_URL=http://192.168.1.7:3000')
    expect(checkCookies(project, undefined)).toMatchObject([
      { level: 'fault', text: expect.stringContaining('APP_URL is http://192.168.1.7:3000') },
    ])
  })

  it('need a long secret, which is not printed', () => {
    env('NEON_AUTH_COOKIE_SECRET=too-short-a-secret')
    const findings = checkCookies(project, undefined)
    expect(findings).toContainEqual(expect.objectContaining({ level: 'fault' }))
    expect(JSON.stringify(findings)).not.toContain('too-short')
  })
})

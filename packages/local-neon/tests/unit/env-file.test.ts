import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { cleanEnvFile, writeEnvFile } from '../../src/cli/env-file'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-neon-env-'))
  file = join(folder, '.env.local')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const variables = { DATABASE_URL: 'postgresql://a', NEON_AUTH_BASE_URL: 'http://b' }
const read = () => readFileSync(file, 'utf8')

it('makes a file for its owner alone, and removes it again', () => {
  expect(writeEnvFile(file, variables)).toEqual([])
  expect(read()).toMatch(
    /^# local-neon: begin.*\nDATABASE_URL=postgresql:\/\/a\nNEON_AUTH_BASE_URL=http:\/\/b\n# local-neon: end\n$/,
  )
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
  cleanEnvFile(file)
  expect(existsSync(file)).toBe(false)
})

it('leaves what is in the file as it was', () => {
  const own = '# mine\nSECRET="a\nb"\n'
  writeFileSync(file, own)
  writeEnvFile(file, variables)
  expect(read().startsWith(own)).toBe(true)
  cleanEnvFile(file)
  expect(read()).toBe(own)
})

it('begins a line of its own, where the last one has no end', () => {
  writeFileSync(file, 'A=1')
  writeEnvFile(file, variables)
  expect(read()).toMatch(/^A=1\n# local-neon: begin/)
  cleanEnvFile(file)
  expect(read()).toBe('A=1\n')
})

it('replaces what a killed run has left, and does not add to it', () => {
  writeFileSync(file, 'A=1\n')
  writeEnvFile(file, { DATABASE_URL: 'old' })
  writeFileSync(file, `${read()}B=2\n`)
  writeEnvFile(file, variables)
  expect(read().match(/local-neon: begin/g)).toHaveLength(1)
  expect(read()).not.toContain('old')
  cleanEnvFile(file)
  expect(read()).toBe('A=1\nB=2\n')
})

it('tells which names the file has itself', () => {
  writeFileSync(file, 'export DATABASE_URL=postgresql://cloud\n# NEON_AUTH_BASE_URL=\n')
  expect(writeEnvFile(file, variables)).toEqual(['DATABASE_URL'])
})

it('does not touch a file that has none of its lines', () => {
  writeFileSync(file, 'A=1')
  cleanEnvFile(file)
  cleanEnvFile(join(folder, 'missing'))
  expect(read()).toBe('A=1')
})

import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findRunning, publishState, stateFile } from '../../src/state'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-neon-state-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const state = {
  pid: process.pid,
  version: '1.2.3',
  startedAt: '2030-01-01T00:00:00.000Z',
  databaseUrl: 'postgresql://a',
  databaseUrlUnpooled: 'postgresql://b',
  sqlEndpoint: 'http://c',
  authUrl: 'http://d',
  jwksUrl: 'http://e',
  consoleUrl: 'http://f',
  identityProviderUrl: 'http://g',
  token: 'secret',
}

it('is found while its process lives, and read by its owner alone', async () => {
  const remove = await publishState(folder, state)
  expect(findRunning(folder)).toEqual(state)
  if (process.platform !== 'win32') {
    expect(statSync(stateFile(folder)).mode & 0o777).toBe(0o600)
  }
  remove()
  expect(findRunning(folder)).toBeUndefined()
  expect(existsSync(stateFile(folder))).toBe(false)
})

it('of a process that is gone is ignored, and replaced', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  await publishState(folder, { ...state, pid })
  expect(findRunning(folder)).toBeUndefined()
  await publishState(folder, state)
  expect(findRunning(folder)?.pid).toBe(process.pid)
})

it('is left alone by whoever did not write it', async () => {
  const removeFirst = await publishState(folder, state)
  await publishState(folder, { ...state, startedAt: '2030-01-01T00:00:01.000Z' })
  removeFirst()
  expect(findRunning(folder)).toBeDefined()
})

it('is nobody where the file is none, or in memory', () => {
  writeFileSync(stateFile(folder), '{"pid":1')
  expect(findRunning(folder)).toBeUndefined()
  expect(findRunning('memory')).toBeUndefined()
})

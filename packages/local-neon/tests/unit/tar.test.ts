import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readTar, readTarFile, writeTar } from '../../src/postgres/pglite/cluster/tar'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'local-neon-tar-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const entries = [
  { name: 'base/', bytes: null },
  { name: 'base/empty', bytes: Buffer.alloc(0) },
  { name: 'base/block', bytes: Buffer.alloc(512, 7) },
  { name: 'base/more', bytes: Buffer.alloc(513, 8) },
  { name: `base/${'n'.repeat(95)}`, bytes: Buffer.from('the longest name') },
]

it('reads what it writes, from memory and from a file', () => {
  const archive = writeTar(entries)
  expect([...readTar(archive)]).toEqual(entries)
  writeFileSync(join(folder, 'own.tar'), archive)
  expect([...readTarFile(join(folder, 'own.tar'))]).toEqual(entries)
})

it('refuses a name that does not fit', () => {
  expect(() => writeTar([{ name: 'n'.repeat(101), bytes: null }])).toThrow('too long a name')
})

it.runIf(process.platform !== 'win32')('is understood by tar, and understands it', () => {
  writeFileSync(join(folder, 'own.tar'), writeTar(entries))
  mkdirSync(join(folder, 'out'))
  execFileSync('tar', ['xf', join(folder, 'own.tar'), '-C', join(folder, 'out')])
  expect(readFileSync(join(folder, 'out/base/more'))).toEqual(Buffer.alloc(513, 8))
  execFileSync('tar', ['cf', join(folder, 'its.tar'), '-C', join(folder, 'out'), 'base'])
  const names = [...readTarFile(join(folder, 'its.tar'))].map(({ name }) => name)
  expect(names.sort()).toEqual(entries.map(({ name }) => name).sort())
})

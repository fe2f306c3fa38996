import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { AuthSettings, LocalNeonOptions } from 'local-neon'
import { startMigratedNeon } from '../../../scripts/support/migrated-neon'

let data: string
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'local-neon-'))
})
afterEach(() => rm(data, { recursive: true, force: true }))

/** Starts local Neon like `npm run dev`, changes settings and stops it; returns the initial ones. */
async function settingsOfRun(
  changes: Partial<AuthSettings>,
  options: Partial<LocalNeonOptions> = {},
): Promise<AuthSettings> {
  const neon = await startMigratedNeon('http://localhost:3000', { data, ...options })
  try {
    const settings = await neon.auth.settings.get()
    await neon.auth.settings.set(changes)
    return settings
  } finally {
    await neon.stop()
  }
}

it('keeps the settings of Neon Auth over a restart, unless told otherwise', async () => {
  const changes = { rateLimit: false, magicLink: true, socialProviders: ['vercel' as const] }
  expect(await settingsOfRun(changes)).toMatchObject({
    rateLimit: true,
    magicLink: false,
    socialProviders: ['google', 'github'],
  })
  expect(await settingsOfRun({})).toMatchObject(changes)
  expect(await settingsOfRun({}, { rateLimit: undefined })).toMatchObject(changes)
  const explicit = await settingsOfRun({}, { rateLimit: true, auth: { magicLink: false } })
  expect(explicit).toMatchObject({
    rateLimit: true,
    magicLink: false,
    socialProviders: ['vercel'],
  })
})

import { describe, expect, it } from 'vitest'
import { migratesHere } from '../../scripts/support/deployment'

const database = { DATABASE_URL: 'postgresql://user:secret@host/database' }

describe('a deployment migrates its database', () => {
  it.each([
    ['production on Vercel', { ...database, VERCEL_ENV: 'production' }, true],
    ['production on Netlify', { ...database, CONTEXT: 'production' }, true],
    ['a preview', { ...database, VERCEL_ENV: 'preview' }, false],
    ['a preview on Netlify', { ...database, CONTEXT: 'deploy-preview' }, false],
    [
      'a preview with its own',
      { ...database, VERCEL_ENV: 'preview', MIGRATE_PREVIEWS: 'on' },
      true,
    ],
    ['an unknown host', database, false],
    ['production without a database', { VERCEL_ENV: 'production' }, false],
  ])('%s', (_, env, expected) => {
    const { migrates, reason } = migratesHere(env)
    expect(migrates).toBe(expected)
    expect(reason).not.toContain('secret')
  })
})

import type pg from 'pg'
import { beforeAll, describe, expect, it } from 'vitest'
import { createAuthServer, migrateAuth } from '../../src/auth/server'
import { startDatabase } from './fixture'

let pool: pg.Pool
beforeAll(async () => {
  const database = await startDatabase()
  pool = database.pool
  await migrateAuth(pool)
  return () => database.stop()
})

/** Each column as "name type[ not null]", as drizzle-kit pull sees it. */
async function columnsOf(table: string): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `SELECT column_name || ' ' || udt_name || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END
              || CASE WHEN column_default IS NULL THEN '' ELSE ' = ' || column_default END AS line
       FROM information_schema.columns
      WHERE table_schema = 'neon_auth' AND table_name = $1 ORDER BY ordinal_position`,
    [table],
  )
  return rows.map((row) => row.line)
}

const id = 'id uuid not null = gen_random_uuid()'
const now = 'timestamptz not null = CURRENT_TIMESTAMP'

describe('the schema neon_auth', () => {
  it('has the tables of Neon Auth and no others', async () => {
    const { rows } = await pool.query(
      `SELECT table_name FROM information_schema.tables WHERE table_schema = 'neon_auth' ORDER BY 1`,
    )
    expect(rows.map((row) => row.table_name)).toEqual([
      'account',
      'invitation',
      'jwks',
      'member',
      'organization',
      'project_config',
      'session',
      'user',
      'verification',
    ])
  })

  it.each([
    [
      'user',
      [
        id,
        'name text not null',
        'email text not null',
        'emailVerified bool not null',
        'image text',
        `createdAt ${now}`,
        `updatedAt ${now}`,
        'role text',
        'banned bool',
        'banReason text',
        'banExpires timestamptz',
      ],
    ],
    [
      'session',
      [
        id,
        'expiresAt timestamptz not null',
        'token text not null',
        `createdAt ${now}`,
        'updatedAt timestamptz not null',
        'ipAddress text',
        'userAgent text',
        'userId uuid not null',
        'impersonatedBy text',
        'activeOrganizationId text',
      ],
    ],
    [
      'account',
      [
        id,
        'accountId text not null',
        'providerId text not null',
        'userId uuid not null',
        'accessToken text',
        'refreshToken text',
        'idToken text',
        'accessTokenExpiresAt timestamptz',
        'refreshTokenExpiresAt timestamptz',
        'scope text',
        'password text',
        `createdAt ${now}`,
        'updatedAt timestamptz not null',
      ],
    ],
    [
      'verification',
      [
        id,
        'identifier text not null',
        'value text not null',
        'expiresAt timestamptz not null',
        `createdAt ${now}`,
        `updatedAt ${now}`,
      ],
    ],
    [
      'jwks',
      [
        id,
        'publicKey text not null',
        'privateKey text not null',
        'createdAt timestamptz not null',
        'expiresAt timestamptz',
      ],
    ],
    [
      'project_config',
      [
        id,
        'name text not null',
        'endpoint_id text not null',
        `created_at ${now}`,
        `updated_at ${now}`,
        'trusted_origins jsonb not null',
        'social_providers jsonb not null',
        'email_provider jsonb',
        'email_and_password jsonb',
        'allow_localhost bool not null',
        'plugin_configs jsonb',
        'webhook_config jsonb',
      ],
    ],
  ])('gives %s its columns', async (table, columns) => {
    expect(await columnsOf(table)).toEqual(columns)
  })

  it('makes e-mail addresses, tokens, slugs and endpoints unique', async () => {
    const { rows } = await pool.query(
      `SELECT conname FROM pg_constraint
        WHERE connamespace = 'neon_auth'::regnamespace AND contype = 'u' ORDER BY 1`,
    )
    expect(rows.map((row) => row.conname)).toEqual([
      'organization_slug_key',
      'project_config_endpoint_id_key',
      'session_token_key',
      'user_email_key',
    ])
  })

  it('deletes with a user what belongs to the user', async () => {
    const { rows } = await pool.query(
      `SELECT conname, confdeltype FROM pg_constraint
        WHERE connamespace = 'neon_auth'::regnamespace AND contype = 'f' ORDER BY 1`,
    )
    expect(rows.map((row) => row.conname)).toEqual([
      'account_userId_fkey',
      'invitation_inviterId_fkey',
      'invitation_organizationId_fkey',
      'member_organizationId_fkey',
      'member_userId_fkey',
      'session_userId_fkey',
    ])
    expect(rows.every((row) => row.confdeltype === 'c')).toBe(true)
  })

  it('migrates twice without losing a row, and leaves the search_path of the pool alone', async () => {
    await pool.query(
      `INSERT INTO neon_auth."user" (name, email, "emailVerified") VALUES ('A', 'a@b.c', true)`,
    )
    const before = await pool.query('SHOW search_path')
    await migrateAuth(pool)
    await createAuthServer({ pool, baseUrl: 'http://localhost:1/neondb/auth' })

    const { rows } = await pool.query('SELECT name FROM neon_auth."user"')
    expect(rows).toEqual([{ name: 'A' }])
    expect((await pool.query('SHOW search_path')).rows).toEqual(before.rows)
  })

  it('starts with the configuration of a new project, and keeps it on a restart', async () => {
    const { rows } = await pool.query('SELECT * FROM neon_auth.project_config')
    expect(rows).toEqual([
      expect.objectContaining({
        allow_localhost: true,
        trusted_origins: [],
        social_providers: [{ id: 'google', isShared: true }],
        email_provider: { type: 'shared' },
        email_and_password: {
          enabled: true,
          disableSignUp: false,
          emailVerificationMethod: 'otp',
          requireEmailVerification: false,
          autoSignInAfterVerification: true,
          sendVerificationEmailOnSignIn: false,
          sendVerificationEmailOnSignUp: false,
        },
        plugin_configs: expect.objectContaining({
          magicLink: { enabled: false, config: { expiresIn: 5, disableSignUp: false } },
        }),
      }),
    ])

    const baseUrl = 'http://localhost:1/neondb/auth'
    const first = await createAuthServer({ pool, baseUrl, settings: { magicLink: true } })
    expect(await first.settings.get()).toMatchObject({ magicLink: true, signUpEnabled: true })
    const second = await createAuthServer({ pool, baseUrl, settings: { signUpEnabled: false } })
    expect(await second.settings.get()).toMatchObject({ magicLink: true, signUpEnabled: false })
  })
})

import type { Pool } from 'pg'

/**
 * The tables as Neon Auth creates them, as `drizzle-kit pull` or `pg_dump` shows for a cloud project.
 * The database makes the ids, names are camelCase and quoted, and a user's data is deleted with the
 * user.
 */
const schemaSql = `
  CREATE SCHEMA IF NOT EXISTS neon_auth;
  CREATE TABLE IF NOT EXISTS neon_auth."user" (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    email text NOT NULL UNIQUE,
    "emailVerified" boolean NOT NULL,
    image text,
    "createdAt" timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    role text,
    banned boolean,
    "banReason" text,
    "banExpires" timestamptz
  );
  CREATE TABLE IF NOT EXISTS neon_auth.session (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    "expiresAt" timestamptz NOT NULL,
    token text NOT NULL UNIQUE,
    "createdAt" timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" timestamptz NOT NULL,
    "ipAddress" text,
    "userAgent" text,
    "userId" uuid NOT NULL REFERENCES neon_auth."user" (id) ON DELETE CASCADE,
    "impersonatedBy" text,
    "activeOrganizationId" text
  );
  CREATE TABLE IF NOT EXISTS neon_auth.account (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    "accountId" text NOT NULL,
    "providerId" text NOT NULL,
    "userId" uuid NOT NULL REFERENCES neon_auth."user" (id) ON DELETE CASCADE,
    "accessToken" text,
    "refreshToken" text,
    "idToken" text,
    "accessTokenExpiresAt" timestamptz,
    "refreshTokenExpiresAt" timestamptz,
    scope text,
    password text,
    "createdAt" timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" timestamptz NOT NULL
  );
  CREATE TABLE IF NOT EXISTS neon_auth.verification (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    identifier text NOT NULL,
    value text NOT NULL,
    "expiresAt" timestamptz NOT NULL,
    "createdAt" timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP
  );
  CREATE TABLE IF NOT EXISTS neon_auth.jwks (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    "publicKey" text NOT NULL,
    "privateKey" text NOT NULL,
    "createdAt" timestamptz NOT NULL,
    "expiresAt" timestamptz
  );
  CREATE TABLE IF NOT EXISTS neon_auth.organization (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    slug text NOT NULL UNIQUE,
    logo text,
    "createdAt" timestamptz NOT NULL,
    metadata text
  );
  CREATE TABLE IF NOT EXISTS neon_auth.member (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    "organizationId" uuid NOT NULL REFERENCES neon_auth.organization (id) ON DELETE CASCADE,
    "userId" uuid NOT NULL REFERENCES neon_auth."user" (id) ON DELETE CASCADE,
    role text NOT NULL,
    "createdAt" timestamptz NOT NULL
  );
  CREATE TABLE IF NOT EXISTS neon_auth.invitation (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    "organizationId" uuid NOT NULL REFERENCES neon_auth.organization (id) ON DELETE CASCADE,
    email text NOT NULL,
    role text,
    status text NOT NULL,
    "expiresAt" timestamptz NOT NULL,
    "createdAt" timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "inviterId" uuid NOT NULL REFERENCES neon_auth."user" (id) ON DELETE CASCADE
  );
  CREATE TABLE IF NOT EXISTS neon_auth.project_config (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL,
    endpoint_id text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    trusted_origins jsonb NOT NULL,
    social_providers jsonb NOT NULL,
    email_provider jsonb,
    email_and_password jsonb,
    allow_localhost boolean NOT NULL,
    plugin_configs jsonb,
    webhook_config jsonb
  );
  CREATE INDEX IF NOT EXISTS "account_userId_idx" ON neon_auth.account ("userId");
  CREATE INDEX IF NOT EXISTS "session_userId_idx" ON neon_auth.session ("userId");
  CREATE INDEX IF NOT EXISTS verification_identifier_idx ON neon_auth.verification (identifier);
  CREATE INDEX IF NOT EXISTS "member_organizationId_idx" ON neon_auth.member ("organizationId");
  CREATE INDEX IF NOT EXISTS "member_userId_idx" ON neon_auth.member ("userId");
  CREATE INDEX IF NOT EXISTS "invitation_organizationId_idx" ON neon_auth.invitation ("organizationId");
  CREATE INDEX IF NOT EXISTS invitation_email_idx ON neon_auth.invitation (email);
`

/**
 * Creates the schema `neon_auth` and any missing tables, all or nothing: several statements in one
 * simple query are one transaction. Running it again changes nothing and keeps every row.
 * @throws the database's error, with nothing created
 */
export async function migrateAuth(pool: Pool): Promise<void> {
  await pool.query(schemaSql)
}

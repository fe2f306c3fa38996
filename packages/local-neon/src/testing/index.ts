/**
 * Databases for tests: one local Neon for the whole run, and for each test that wants one, its own
 * database, cloned from a template with the migrations.
 */
export { freshDatabase } from './fresh-database'
export type { FreshDatabase } from './fresh-database'
export { setupLocalNeon } from './setup'
export type { TestSetup } from './setup'

/**
 * Databases for tests: one local Neon for the whole run, and for each test that wants it a database of
 * its own, cloned from a template that has the migrations.
 */
export { freshDatabase } from './fresh-database'
export type { FreshDatabase } from './fresh-database'
export { setupLocalNeon } from './setup'
export type { TestSetup } from './setup'

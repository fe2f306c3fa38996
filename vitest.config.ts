import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
// Builds local-neon when its source has changed: the tests import it as any app does.
import './packages/local-neon/build.mjs'

const root = fileURLToPath(new URL('.', import.meta.url))

export default defineConfig({
  resolve: {
    alias: {
      // `server-only` throws outside a React Server build; in a plain test there is no client to leak to.
      'server-only': `${root}tests/fixtures/empty.ts`,
      '@': root.replace(/\/$/, ''),
    },
  },
  test: {
    // Most tests wait for something; on two cores Vitest would run one file after the other.
    maxWorkers: 3,
    // As in the browser tests: a second try in CI alone.
    retry: process.env.CI ? 1 : 0,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}', 'packages/*/tests/unit/**/*.test.{ts,tsx}'],
          // Some try out thousands of values.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: './tests/integration/setup.ts',
          testTimeout: 60_000,
          hookTimeout: 120_000,
          exclude: ['tests/integration/{drivers,posts}/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'local-neon',
          include: ['packages/local-neon/tests/**/*.test.ts'],
          exclude: ['packages/local-neon/tests/unit/**'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      // Against the production build, which `npm test` makes before this; see docs/attack.md.
      {
        extends: true,
        test: {
          name: 'attack',
          include: ['tests/attack/**/*.test.ts'],
          globalSetup: './tests/attack/support/world.ts',
          fileParallelism: false,
          testTimeout: 40_000,
          hookTimeout: 120_000,
        },
      },
      // The production build with servers of their own; `npm test` runs it after the build as well.
      {
        extends: true,
        test: {
          name: 'cloud',
          include: ['tests/cloud/**/*.test.ts'],
          fileParallelism: false,
          // What is walked through waits as often as it works.
          maxConcurrency: 2,
          testTimeout: 90_000,
          hookTimeout: 60_000,
        },
      },
      // What the app does with its database holds on every driver.
      ...['neon-http', 'neon-websocket', 'node-postgres', 'postgres-js'].map((driver) => ({
        extends: true as const,
        test: {
          name: `integration ${driver}`,
          include: ['tests/integration/{drivers,posts}/**/*.test.ts'],
          // Plans are Postgres's own, whichever way a statement came.
          exclude: driver === 'neon-http' ? [] : ['**/plans.test.ts'],
          globalSetup: './tests/integration/setup.ts',
          env: { DATABASE_DRIVER: driver },
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      })),
    ],
  },
})

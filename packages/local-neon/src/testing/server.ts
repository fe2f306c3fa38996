import { z } from 'zod'

/** Tells a test run's processes about its local Neon. */
const VARIABLE = 'LOCAL_NEON_TEST_SERVER'

const serverSchema = z.object({
  databaseUrl: z.string(),
  databaseUrlUnpooled: z.string(),
  template: z.string(),
  variables: z.record(z.string(), z.string()),
})

/** A test run's local Neon. */
export type TestServer = z.infer<typeof serverSchema>

/** Tells the processes this one starts from now on; null takes it back. */
export function announceServer(server: TestServer | null): void {
  if (server === null) delete process.env[VARIABLE]
  else process.env[VARIABLE] = JSON.stringify(server)
}

/** This test run's local Neon; undefined if there is none. */
export function findServer(): TestServer | undefined {
  const value = process.env[VARIABLE]
  return value === undefined ? undefined : serverSchema.parse(JSON.parse(value))
}

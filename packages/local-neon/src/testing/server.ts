import { z } from 'zod'

/** How the processes of a test run learn of its local Neon. */
const VARIABLE = 'LOCAL_NEON_TEST_SERVER'

const serverSchema = z.object({
  databaseUrl: z.string(),
  databaseUrlUnpooled: z.string(),
  template: z.string(),
  variables: z.record(z.string(), z.string()),
})

/** The local Neon of a test run. */
export type TestServer = z.infer<typeof serverSchema>

/** Tells the processes that this one starts from now on; null takes it back. */
export function announceServer(server: TestServer | null): void {
  if (server === null) delete process.env[VARIABLE]
  else process.env[VARIABLE] = JSON.stringify(server)
}

/** The local Neon of this test run; undefined when there is none. */
export function findServer(): TestServer | undefined {
  const value = process.env[VARIABLE]
  return value === undefined ? undefined : serverSchema.parse(JSON.parse(value))
}

import { createRequire } from 'node:module'
import { z } from 'zod'

const manifest = z.object({ version: z.string() })

/** The version of this package. */
export const version = manifest.parse(
  // One folder up, from `src` and from `dist` alike.
  createRequire(import.meta.url)('../package.json'),
).version

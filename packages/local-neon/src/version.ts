import { createRequire } from 'node:module'
import { z } from 'zod'

const manifest = z.object({ version: z.string() })

/** This package's version. */
export const version = manifest.parse(
  // One folder up from both `src` and `dist`.
  createRequire(import.meta.url)('../package.json'),
).version

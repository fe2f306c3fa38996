import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Branches } from '../../branches/branches'
import { NoExport } from '../../branches/import'

/**
 * Imports an upload, which is in its own temporary file while that takes place.
 * @throws NoExport, with nothing changed
 */
export async function importStream(
  branches: Branches,
  body: NonNullable<Response['body']>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'local-neon-import-'))
  try {
    const file = join(folder, 'local-neon.tar.gz')
    await pipeline(body, createWriteStream(file))
    await branches.import(file).catch((error: unknown) => {
      if (!(error instanceof NoExport)) throw error
      throw new NoExport(error.message.replace(file, 'This file'), { cause: error })
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

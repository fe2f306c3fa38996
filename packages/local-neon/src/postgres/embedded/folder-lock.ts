/**
 * One process at a time on a folder. The lock file names a socket at which its owner listens: however
 * that process ended, and whatever its number is used for since, nobody answers there any more.
 */
import { linkSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { hasCode } from './has-code'

/** Someone else uses the folder. */
export class FolderInUse extends Error {
  constructor(folder: string, pid: number) {
    super(
      `The database in ${folder} is in use by another process (${pid}). ` +
        'Stop that one first, or use another folder.',
    )
  }
}

const LOCK = 'lock.pid'

/** How the names of private folders begin. */
export const RUN_PREFIX = 'local-neon-'

const ownerSchema = z.object({ pid: z.number(), socket: z.string() })

/**
 * Takes a folder. A lock left by a process that is gone is taken over.
 * @param run a private folder of this process, for the socket
 * @returns gives the folder back
 * @throws FolderInUse
 */
export async function lockFolder(folder: string, run: string): Promise<() => Promise<void>> {
  const isWindows = process.platform === 'win32'
  const socket = isWindows ? `\\\\.\\pipe\\${basename(run)}` : join(run, 'lock')
  const server = createServer((client) => client.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(socket, resolve)
  })
  server.unref()
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  try {
    await claim(folder, JSON.stringify({ pid: process.pid, socket }))
  } catch (error) {
    await close()
    throw error
  }
  return async () => {
    unlinkSync(join(folder, LOCK))
    await close()
  }
}

async function claim(folder: string, mine: string): Promise<void> {
  const file = join(folder, LOCK)
  // Written beside it and linked, so that nobody reads half a lock.
  const draft = `${file}.${process.pid}-${Math.random().toString(36).slice(2)}`
  for (;;) {
    writeFileSync(draft, mine, { mode: 0o600 })
    try {
      linkSync(draft, file)
      return
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error
    } finally {
      unlinkSync(draft)
    }
    const found = readOrEmpty(file)
    const pid = await livingOwner(found)
    if (pid !== null) throw new FolderInUse(folder, pid)
    try {
      renameSync(file, draft)
    } catch (error) {
      if (hasCode(error, 'ENOENT')) continue
      throw error
    }
    // Somebody was quicker, and this is the new lock: it goes back to where it was.
    if (readOrEmpty(draft) !== found) linkSync(draft, file)
  }
}

/** Number of the process that holds a lock; null when it is gone. */
async function livingOwner(text: string): Promise<number | null> {
  let owner: z.infer<typeof ownerSchema>
  try {
    owner = ownerSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
  return new Promise((resolve) => {
    const socket = connect(owner.socket)
    socket.once('connect', () => {
      socket.destroy()
      resolve(owner.pid)
    })
    socket.once('error', () => {
      // Its private folder went with it, unless everything was killed at once.
      const run = dirname(owner.socket)
      if (basename(run).startsWith(RUN_PREFIX)) rmSync(run, { recursive: true, force: true })
      resolve(null)
    })
  })
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

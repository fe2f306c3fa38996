/**
 * One process at a time per folder. The lock file names a socket where its owner listens: however that
 * process ended, and whatever uses its number now, nobody answers there any more.
 */
import { linkSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { hasCode } from './has-code'

/** Someone is using the folder. */
export class FolderInUse extends Error {
  constructor(folder: string, pid: number) {
    super(
      `The database in ${folder} is in use by another process (${pid}). ` +
        'Stop that one first, or use another folder.',
    )
  }
}

const LOCK = 'lock.pid'

/** The prefix of private folders' names. */
export const RUN_PREFIX = 'local-neon-'

const ownerSchema = z.object({ pid: z.number(), socket: z.string() })

/**
 * Locks a folder, taking over a dead process's lock.
 * @param run this process's private folder, for the socket
 * @returns unlocks the folder
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
  // Written beside it and linked, so nobody reads half a lock.
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
    // Someone was quicker, and this is the new lock: put it back.
    if (readOrEmpty(draft) !== found) linkSync(draft, file)
  }
}

/** The number of the process holding a lock; null if it's gone. */
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
      // Its private folder is gone too, unless everything was killed at once.
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

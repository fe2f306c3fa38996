/**
 * initdb's result, kept in the user's cache folder: a copy takes a tenth of the time. Clusters made from it
 * only differ in their content; they share the system identifier, which only replication looks at.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import envPaths from 'env-paths'
import { INITDB_OPTIONS } from './settings'

/** The prefix of folders in the cache. */
const PREFIX = 'cluster-'

/** Anything unused for this many milliseconds is deleted: thirty days. */
const KEPT = 30 * 24 * 60 * 60 * 1000

/** A template for one version of Postgres; it may not exist yet. */
export interface Template {
  /**
   * Copies it.
   * @param folder doesn't exist yet
   * @returns whether that worked; if not, the folder still doesn't exist
   */
  copyTo(folder: string): Promise<boolean>
  /**
   * Makes a copy of a new cluster the template, in the background once the promise settles: it has to be
   * safe on disk first, so a power cut leaves a whole one or none. A cache that can't be written counts as
   * none, silently.
   * @param folder the cluster, which nobody has used
   * @returns ends the background work
   */
  makeFrom(folder: string): Promise<() => void>
}

/**
 * The template for this `initdb`'s Postgres.
 * @param version that Postgres's package version
 */
export function templateOf(version: string, initdb: string): Template {
  const cache = envPaths('local-neon', { suffix: '' }).cache
  const origin = JSON.stringify([process.platform, process.arch, version, INITDB_OPTIONS])
  const key = createHash('sha256').update(origin).digest('hex').slice(0, 16)
  const template = join(cache, PREFIX + key)

  return {
    async copyTo(folder) {
      if (!existsSync(template)) return false
      try {
        await copyFolder(template, folder)
        utimesSync(template, new Date(), new Date())
        return true
      } catch {
        rmSync(folder, { recursive: true, force: true })
        return false
      }
    },
    async makeFrom(folder) {
      let part: string
      try {
        mkdirSync(cache, { recursive: true, mode: 0o700 })
        removeUnused(cache)
        part = mkdtempSync(join(cache, PREFIX))
      } catch {
        return () => {}
      }
      const copy = join(part, 'copy')
      const finish = () => rmSync(part, { recursive: true, force: true })
      try {
        await copyFolder(folder, copy)
        const sync = spawn(initdb, ['--sync-only', '-D', copy], {
          stdio: 'ignore',
          windowsHide: true,
        })
        sync.unref()
        sync.once('error', finish).once('exit', (code) => {
          if (code === 0) putInPlace(copy, template)
          finish()
        })
        return () => {
          sync.kill('SIGKILL')
          finish()
        }
      } catch {
        finish()
        return () => {}
      }
    },
  }
}

function putInPlace(copy: string, template: string): void {
  try {
    renameSync(copy, template)
  } catch {
    // Another start was quicker, or this one is stopping.
  }
}

/** Deletes other versions' templates and half-made ones. */
function removeUnused(cache: string): void {
  for (const entry of readdirSync(cache)) {
    const path = join(cache, entry)
    if (!entry.startsWith(PREFIX) || Date.now() - statSync(path).mtimeMs < KEPT) continue
    rmSync(path, { recursive: true, force: true })
  }
}

/** Node's own copying is several times slower than `cp`, which Windows doesn't have. */
async function copyFolder(from: string, to: string): Promise<void> {
  if (process.platform === 'win32') return cp(from, to, { recursive: true })
  const code = await new Promise<number | null>((resolve, reject) => {
    spawn('cp', ['-R', from, to], { stdio: 'ignore' }).once('error', reject).once('close', resolve)
  })
  if (code !== 0) throw new Error(`${from} could not be copied.`)
}

/** What an earlier run may have left behind if everything looking after it was killed. */
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isAlive, killQuietly } from './server-process'

/** How long Postgres gets to end cleanly, in milliseconds. */
const PATIENCE = 5000

/**
 * Ends the Postgres still running on a cluster that nobody looks after, and its orphaned processes.
 * Everything acknowledged is in the files.
 */
export async function endLeftovers(cluster: string): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid')
  if (!existsSync(pidFile)) return
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
  if (isPostgres(pid)) {
    // Its supervisor may be about to stop it; twice does no harm.
    killQuietly(pid, 'SIGINT')
    for (let waited = 0; waited < PATIENCE && isPostgres(pid); waited += 20) await delay(20)
    if (isPostgres(pid)) killQuietly(pid, 'SIGQUIT')
    for (let waited = 0; waited < PATIENCE && isPostgres(pid); waited += 20) await delay(20)
  }
  for (const orphan of processesIn(cluster)) killQuietly(orphan, 'SIGKILL')
  while (processesIn(cluster).length > 0) await delay(20)
  // If another process has the number by now, Postgres would think it owns the files.
  if (!isPostgres(pid)) rmSync(pidFile, { force: true })
}

/** Whether this process exists and is a Postgres. */
function isPostgres(pid: number): boolean {
  if (!isAlive(pid)) return false
  if (existsSync('/proc/self/cmdline')) {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('postgres')
    } catch {
      return false
    }
  }
  if (process.platform === 'win32') return true
  const { stdout } = spawnSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8' })
  return stdout.includes('postgres')
}

/** Postgres processes working in a cluster's folder, if the system tells. */
function processesIn(cluster: string): number[] {
  if (!existsSync('/proc/self/cwd')) return []
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      try {
        return pid > 0 && readlinkSync(`/proc/${pid}/cwd`) === cluster && isPostgres(pid)
      } catch {
        return false
      }
    })
}

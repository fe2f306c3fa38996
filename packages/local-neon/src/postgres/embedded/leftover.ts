/** What an earlier run may have left behind, when everything that looked after it was killed. */
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isAlive, killQuietly } from './server-process'

/** How long Postgres has for an orderly end, in milliseconds. */
const PATIENCE = 5000

/**
 * Ends the Postgres that still runs on a cluster of which nobody takes care, and its processes that
 * have lost it. What was acknowledged is in the files.
 */
export async function endLeftovers(cluster: string): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid')
  if (!existsSync(pidFile)) return
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
  if (isPostgres(pid)) {
    // Whoever supervised it may be about to stop it; twice does no harm.
    killQuietly(pid, 'SIGINT')
    for (let waited = 0; waited < PATIENCE && isPostgres(pid); waited += 20) await delay(20)
    if (isPostgres(pid)) killQuietly(pid, 'SIGQUIT')
    for (let waited = 0; waited < PATIENCE && isPostgres(pid); waited += 20) await delay(20)
  }
  for (const orphan of processesIn(cluster)) killQuietly(orphan, 'SIGKILL')
  while (processesIn(cluster).length > 0) await delay(20)
  // Postgres would take another process that has the number by now for the owner of the files.
  if (!isPostgres(pid)) rmSync(pidFile, { force: true })
}

/** Whether the process of this number is there and a Postgres. */
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

/** Postgres's processes that work in a cluster's folder, where the system tells. */
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

import { findRunning } from '../../state'
import { dataFolder } from '../data-folder'
import { checkCookies } from './cookies'
import { checkData } from './data'
import type { Finding } from './finding'
import { checkPorts } from './ports'
import { checkVersions } from './versions'

const MARKS = { ok: 'ok   ', note: 'note ', fault: 'FAULT' }

/**
 * Checks everything local Neon depends on, and prints what it finds and what to do about it.
 *
 * @returns the exit code: 1 if there is something to do
 */
export async function doctor(options: {
  data?: string
  port?: number
  pgPort?: number
}): Promise<number> {
  const data = dataFolder(options.data)
  const running = findRunning(data)
  const findings: Finding[] = [
    ...checkVersions(process.cwd(), running),
    ...checkData(data, running),
    ...(await checkPorts(options, running)),
    ...checkCookies(process.cwd(), running),
  ]
  for (const { level, text, advice } of findings) {
    console.log(`${MARKS[level]}  ${text}`)
    if (advice !== undefined) console.log(`       ${advice}`)
  }
  return findings.some(({ level }) => level === 'fault') ? 1 : 0
}

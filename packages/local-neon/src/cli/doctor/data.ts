import { accessSync, constants, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { stateFile } from '../../state'
import type { RunningState } from '../../state'
import { nameOf } from '../data-folder'
import type { Finding } from './finding'

/** Whether the data folder exists, is usable, and is in use. */
export function checkData(data: string, running: RunningState | undefined): Finding[] {
  if (data === 'memory') return [{ level: 'ok', text: 'The database is in memory.' }]
  const name = nameOf(data)
  if (running !== undefined) {
    return [
      {
        level: 'ok',
        text: `A local Neon has been running on ${name} since ${running.startedAt} (process ${running.pid}).`,
        advice: `Console: ${running.consoleUrl}`,
      },
    ]
  }
  if (!isWritable(data)) {
    return [
      {
        level: 'fault',
        text: `Can’t write to ${name}.`,
        advice: 'Change its permissions, or choose another folder with --data.',
      },
    ]
  }
  if (!existsSync(data)) {
    return [{ level: 'ok', text: `${name} doesn’t exist yet; the first start makes it.` }]
  }
  if (existsSync(stateFile(data))) {
    return [
      {
        level: 'note',
        text: `The last local Neon on ${name} was killed.`,
        advice: 'Nothing to do: the next start cleans up.',
      },
    ]
  }
  return [{ level: 'ok', text: `${name} is there and not in use.` }]
}

/** Whether a folder can be written, or made. */
function isWritable(folder: string): boolean {
  if (!existsSync(folder)) {
    const parent = dirname(folder)
    return parent !== folder && isWritable(parent)
  }
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

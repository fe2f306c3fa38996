import { spawn, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Ticks in a second of /proc; the same on every Linux, whatever the kernel uses. */
const ticksPerSecond = 100

interface GroupMember {
  pid: number
  milliseconds: number
}

/**
 * A group's processes, each with its processor time since it started. Exact to 10 ms.
 *
 * @returns nothing where there is no /proc
 */
function membersOf(group: number): GroupMember[] {
  return listProcesses().flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      // The name, in brackets, may hold anything: count fields from after it (proc(5)).
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      if (Number(fields[2]) !== group) return []
      const ticks = Number(fields[11]) + Number(fields[12])
      return [{ pid, milliseconds: (ticks * 1000) / ticksPerSecond }]
    } catch {
      // It has ended.
      return []
    }
  })
}

function listProcesses(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
}

/** Milliseconds of processor time used by a process group; undefined if it can't be read. */
export function processorTime(group: number): number | undefined {
  const members = membersOf(group)
  if (members.length === 0) return undefined
  return members.reduce((sum, member) => sum + member.milliseconds, 0)
}

/** Reads a counter from the output of `perf stat -x,`; undefined if the machine lacks it. */
export function parsePerf(text: string, event: string): number | undefined {
  for (const line of text.split('\n')) {
    const [value, , name] = line.split(',')
    // A counter for user mode only is named `instructions:u`.
    if (name?.split(':')[0] === event && /^\d+(\.\d+)?$/.test(value ?? '')) return Number(value)
  }
  return undefined
}

/** Whether `perf` is there and may count the processor's instructions. */
export function canCountInstructions(): boolean {
  const { stderr } = spawnSync('perf', ['stat', '-x,', '-e', 'instructions', 'true'], {
    encoding: 'utf8',
  })
  return parsePerf(stderr ?? '', 'instructions') !== undefined
}

/**
 * Counts a process group's instructions from now on.
 *
 * @returns ends the count and returns it
 */
export function countInstructions(group: number): () => Promise<number | undefined> {
  const pids = membersOf(group).map((member) => member.pid)
  const perf = spawn('perf', ['stat', '-x,', '-e', 'instructions', '-p', pids.join(',')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let text = ''
  perf.stderr.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  const ended = new Promise<void>((resolve) => {
    perf.once('close', () => resolve())
    perf.once('error', () => resolve())
  })
  return async () => {
    perf.kill('SIGINT')
    await ended
    return parsePerf(text, 'instructions')
  }
}

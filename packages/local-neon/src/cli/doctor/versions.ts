import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { RunningState } from '../../state'
import { version } from '../../version'
import type { Finding } from './finding'

/** Neon's packages, and the first version of each that local Neon is tested with. */
const PACKAGES = {
  '@neondatabase/serverless': '1.0.0',
  '@neondatabase/neon-js': '0.7.0-beta',
}

const manifest = z.object({ version: z.string() })

/** The versions of Node, of this package, and of a project's Neon packages. */
export function checkVersions(project: string, running: RunningState | undefined): Finding[] {
  return [checkNode(process.versions.node), checkOwn(running), ...checkNeon(project)]
}

export function checkNode(node: string): Finding {
  if (isOlder(node, '20.9.0')) {
    return {
      level: 'fault',
      text: `Node ${node} is too old.`,
      advice: 'Install Node 20.9 or newer; 24 is the fastest.',
    }
  }
  return { level: 'ok', text: `Node ${node}` }
}

function checkOwn(running: RunningState | undefined): Finding {
  if (running === undefined || running.version === version) {
    return { level: 'ok', text: `local-neon ${version}` }
  }
  return {
    level: 'note',
    text: `local-neon ${version}, but ${running.version} is running.`,
    advice: `Stop it (process ${running.pid}) and start it again.`,
  }
}

function checkNeon(project: string): Finding[] {
  return Object.entries(PACKAGES).flatMap(([name, first]): Finding[] => {
    const installed = installedVersion(project, name)
    if (installed === undefined) return []
    if (!isOlder(installed, first)) return [{ level: 'ok', text: `${name} ${installed}` }]
    return [
      {
        level: 'note',
        text: `${name} ${installed} is older than the versions local Neon is tested with.`,
        advice: `npm install ${name}@latest`,
      },
    ]
  })
}

/** The version of a package a project would load. */
function installedVersion(folder: string, name: string): string | undefined {
  try {
    const text = readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')
    return manifest.parse(JSON.parse(text)).version
  } catch {
    const parent = dirname(folder)
    return parent === folder ? undefined : installedVersion(parent, name)
  }
}

/** Compares two versions' numbers; anything after a hyphen doesn't count. */
export function isOlder(version: string, than: string): boolean {
  const [mine = [], other = []] = [version, than].map((text) =>
    (text.split('-')[0] ?? '').split('.').map(Number),
  )
  for (const index of [0, 1, 2]) {
    const difference = (mine[index] ?? 0) - (other[index] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Another version of this repository, with its own packages. */
export interface Revision {
  name: string
  folder: string
  remove(): void
}

/**
 * Checks out a version into a temporary folder and installs its packages.
 *
 * @param revision a commit, branch or tag
 * @throws if there is no such version, or its packages can't be installed
 */
export function checkOut(revision: string): Revision {
  const commit = run('git', ['rev-parse', '--verify', '--short', `${revision}^{commit}`]).trim()
  const parent = mkdtempSync(join(tmpdir(), 'bench-'))
  const folder = join(parent, commit)
  const remove = () => {
    rmSync(parent, { recursive: true, force: true })
    spawnSync('git', ['worktree', 'prune'])
  }
  try {
    run('git', ['worktree', 'add', '--detach', folder, commit])
    run('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund'], folder)
    return { name: revision, folder, remove }
  } catch (error) {
    remove()
    throw error
  }
}

function run(command: string, args: string[], folder?: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (status !== 0) {
    throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? stderr.trim()}`)
  }
  return stdout
}

import { existsSync, readFileSync, statSync, watch } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Branches } from './branches'

/** Git writes several files to change the branch; how long to wait for it, in milliseconds. */
const SETTLING = 50

/**
 * Keeps the current branch on git's branch, now and whenever git switches. Makes a missing branch from the
 * current one. Names have `-` for characters they can't have here; without a branch (a detached HEAD)
 * nothing happens.
 *
 * @param folder the working tree, or a folder in it
 * @param tell reports what was done, or why not
 * @returns stops it
 * @throws Error if the folder is in no working tree
 */
export async function followGit(
  branches: Branches,
  folder: string,
  tell: (sentence: string) => void,
): Promise<() => Promise<void>> {
  const git = gitFolder(resolve(folder))
  const follow = async () => {
    const name = branchOfGit(git)
    if (name === null) return
    try {
      const known = (await branches.list()).find((branch) => branch.name === name)
      if (known?.isCurrent) return
      if (!known) await branches.create(name)
      await branches.checkout(name)
      tell(`The current branch is ${name}, as in git${known ? '' : '; it was made for it'}.`)
    } catch (error) {
      tell(`Could not follow git to ${name}: ${error instanceof Error ? error.message : error}`)
    }
  }
  let last = follow()
  let timer: NodeJS.Timeout | undefined
  const watcher = watch(git, (_, file) => {
    if (file !== null && !file.startsWith('HEAD')) return
    clearTimeout(timer)
    timer = setTimeout(() => (last = last.then(follow)), SETTLING)
  })
  // The folder may be deleted.
  watcher.on('error', () => watcher.close())
  await last
  return async () => {
    watcher.close()
    clearTimeout(timer)
    await last
  }
}

/** Where git keeps the HEAD of a folder's working tree. */
function gitFolder(folder: string): string {
  const path = join(folder, '.git')
  if (existsSync(path)) {
    if (statSync(path).isDirectory()) return path
    // An extra working tree has a file that says where.
    const place = /^gitdir: (.+)$/m.exec(readFileSync(path, 'utf8'))?.[1]
    if (place !== undefined) return resolve(folder, place.trim())
  }
  const parent = dirname(folder)
  if (parent === folder)
    throw new Error('There’s no git branch to follow: this isn’t a git folder.')
  return gitFolder(parent)
}

/** Git's branch, as a name for one here; null if it's on none. */
function branchOfGit(git: string): string | null {
  const name = /^ref: refs\/heads\/(.+)$/m.exec(readFileSync(join(git, 'HEAD'), 'utf8'))?.[1]
  const allowed = name
    ?.replaceAll(/[^A-Za-z0-9._/-]/g, '-')
    .replace(/^ep-/, 'ep.')
    .slice(0, 50)
    .replaceAll(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '')
  return allowed || null
}

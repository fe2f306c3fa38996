/** Postgres's user. It refuses to run as root, so then it runs as someone else. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

export interface Owner {
  uid: number
  gid: number
}

/** A way to start a program as a user. */
export interface Way {
  /** What goes before the program. */
  prefix: readonly string[]
  /** Options of `spawn`. */
  options: Partial<Owner>
  /** Who owns what it makes, if that isn't this process's user. */
  owner: Owner | null
}

/** How to start Postgres and its initdb. */
export interface RunAs {
  server: Way
  /** It needs a user whose name the system knows; a mounted folder's owner may not be one. */
  initdb: Way
  /** Who owns the project, if this process is root and its owner isn't. */
  project: Owner | null
}

/**
 * Finds a way that works. For root, Postgres runs as the project's owner, or as nobody if that is root,
 * too. It keeps one of root's privileges, to enter folders closed to others (CAP_DAC_OVERRIDE), since the
 * project may be in root's own home.
 * @param folder the data folder, which needn't exist yet
 * @param postgres the program
 * @throws Error if there is no way
 */
export function chooseUser(folder: string, postgres: string, env: NodeJS.ProcessEnv): RunAs {
  if (process.getuid?.() !== 0) {
    const self = { prefix: [], options: {}, owner: null }
    return { server: self, initdb: self, project: null }
  }
  const place = nearestFolder(folder)
  const { uid, gid } = statSync(place)
  const project = uid === 0 ? null : { uid, gid }
  const nobody = findNobody()
  const owner = project ?? nobody
  const works = ({ prefix, options }: Way): boolean => {
    // Whether it can reach and run the program, and enter the folder, or the one it will be in.
    const script = 'cd "$2" && exec "$1" --version'
    const [command = 'sh', ...args] = [...prefix, 'sh', '-c', script, 'sh', postgres, place]
    return spawnSync(command, args, { ...options, env, cwd: '/', stdio: 'ignore' }).status === 0
  }
  const privileged = { server: bySetpriv(owner), initdb: bySetpriv(nobody), project }
  if (process.platform === 'linux' && works(privileged.server)) return privileged
  const plain: Way = { prefix: [], options: owner, owner }
  if (works(plain)) return { server: plain, initdb: plain, project }
  throw new Error(
    'Postgres refuses to run as root, and no other user can run it here. Start local Neon as another ' +
      'user, install setpriv (util-linux), or put a server behind it: --postgres-url postgresql://…',
  )
}

function bySetpriv(owner: Owner): Way {
  const { uid, gid } = owner
  const capabilities = '-all,+dac_override'
  const user = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups']
  const kept = [`--inh-caps=${capabilities}`, `--ambient-caps=${capabilities}`]
  // Otherwise access(2) forgets the privilege. Then initdb, which asks it, doesn't find `postgres` beside
  // itself if the packages are in such a folder, too.
  const asked = '--securebits=+no_setuid_fixup'
  return { prefix: ['setpriv', ...user, ...kept, asked], options: {}, owner }
}

/** The user `nobody`, by its number on most systems if there is no list of users. */
function findNobody(): Owner {
  const list = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8') : ''
  const [, uid = 65534, gid = 65534] = /^nobody:[^:]*:(\d+):(\d+):/m.exec(list) ?? []
  return { uid: Number(uid), gid: Number(gid) }
}

/** The folder itself, or its nearest existing parent. */
function nearestFolder(folder: string): string {
  return existsSync(folder) ? folder : nearestFolder(dirname(folder))
}

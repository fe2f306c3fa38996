/** As whom Postgres runs. It refuses to run as root, so there it runs as somebody else. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

export interface Owner {
  uid: number
  gid: number
}

/** A way to start a program as a user. */
export interface Way {
  /** What comes before the program. */
  prefix: readonly string[]
  /** Options of `spawn`. */
  options: Partial<Owner>
  /** Who owns what it makes, when that is somebody else than this process. */
  owner: Owner | null
}

/** How Postgres and its initdb are started. */
export interface RunAs {
  server: Way
  /** It needs a user whose name the system knows, which the owner of a mounted folder need not be. */
  initdb: Way
  /** Who owns the project, when this process is root and its owner is not. */
  project: Owner | null
}

/**
 * Finds a way that works. As root, Postgres runs as the user who owns the project, or as nobody when
 * that is root, too. It keeps one privilege of root, to enter folders that are closed to others
 * (CAP_DAC_OVERRIDE), since the project may lie in root's own home.
 * @param folder the data folder, which need not be there yet
 * @param postgres the program
 * @throws Error when there is no way
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
    // Whether the program can be reached and run, and the folder, or the one it will be in, entered.
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
  // Otherwise access(2) forgets the privilege, and initdb, which asks it, does not find `postgres`
  // beside itself when the packages lie in such a folder, too.
  const asked = '--securebits=+no_setuid_fixup'
  return { prefix: ['setpriv', ...user, ...kept, asked], options: {}, owner }
}

/** The user `nobody`, by the number it has on most systems when there is no list of them. */
function findNobody(): Owner {
  const list = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8') : ''
  const [, uid = 65534, gid = 65534] = /^nobody:[^:]*:(\d+):(\d+):/m.exec(list) ?? []
  return { uid: Number(uid), gid: Number(gid) }
}

/** The folder itself, or the nearest around it that is there. */
function nearestFolder(folder: string): string {
  return existsSync(folder) ? folder : nearestFolder(dirname(folder))
}

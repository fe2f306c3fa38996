/** As whom Postgres runs. It refuses to run as root, so there it runs as somebody else. */
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** A way to start the programs of Postgres. */
export interface RunAs {
  /** What comes before the program. */
  prefix: readonly string[]
  /** Options of `spawn`. */
  options: { uid?: number; gid?: number }
  /** Who owns Postgres's files, when that is somebody else than this process. */
  owner: { uid: number; gid: number } | null
  /** Who owns the project, when this process is root and its owner is not. */
  project: { uid: number; gid: number } | null
}

/** The user `nobody` of most systems. */
const NOBODY = 65534

/**
 * Finds a way that works. As root, Postgres runs as the user who owns the project, or as nobody when
 * that is root, too. It keeps one privilege of root, to enter folders that are closed to others
 * (CAP_DAC_OVERRIDE), since the project may lie in root's own home.
 * @param folder the data folder, which need not be there yet
 * @param postgres the program
 * @throws Error when there is no way
 */
export function chooseUser(folder: string, postgres: string, env: NodeJS.ProcessEnv): RunAs {
  if (process.getuid?.() !== 0) return { prefix: [], options: {}, owner: null, project: null }
  const project = ownerOf(nearestFolder(folder))
  const owner = project ?? { uid: NOBODY, gid: NOBODY }
  const { uid, gid } = owner
  const capabilities = '-all,+dac_override'
  const ways: RunAs[] = [{ prefix: [], options: owner, owner, project }]
  if (process.platform === 'linux') {
    const setpriv = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups']
    const prefix = [...setpriv, `--inh-caps=${capabilities}`, `--ambient-caps=${capabilities}`]
    ways.unshift({ prefix, options: {}, owner, project })
  }
  // Whether the program can be reached and run, and the folder, or the one it will be in, entered.
  const script = 'cd "$2" && exec "$1" --version'
  const place = nearestFolder(folder)
  for (const way of ways) {
    const [command = 'sh', ...rest] = [...way.prefix, 'sh', '-c', script, 'sh', postgres, place]
    const tried = spawnSync(command, rest, { ...way.options, env, cwd: '/', stdio: 'ignore' })
    if (tried.status === 0) return way
  }
  throw new Error(
    'Postgres refuses to run as root, and no other user can run it here. Start local Neon as another ' +
      'user, install setpriv (util-linux), or put a server behind it: --postgres-url postgresql://…',
  )
}

function ownerOf(folder: string): RunAs['project'] {
  const { uid, gid } = statSync(folder)
  return uid === 0 ? null : { uid, gid }
}

/** The folder itself, or the nearest around it that is there. */
function nearestFolder(folder: string): string {
  return existsSync(folder) ? folder : nearestFolder(dirname(folder))
}

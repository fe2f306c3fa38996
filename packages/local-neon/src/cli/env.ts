import { findRunning } from '../state'
import { cookieSecret, variablesFor } from '../variables'
import { dataFolder, nameOf } from './data-folder'

/**
 * Prints the variables of a data folder's running local Neon.
 *
 * @returns the exit code
 * @throws if none is running there
 */
export function printEnvironment(options: { data?: string; json?: boolean }): number {
  const data = dataFolder(options.data)
  const running = findRunning(data)
  if (running === undefined) {
    throw new Error(
      data === 'memory'
        ? "A local Neon in memory can't be found. Name another one's folder with --data."
        : `No local Neon is running on ${nameOf(data)}. Start one (local-neon), or name its folder with --data.`,
    )
  }
  const variables = variablesFor(running, cookieSecret(data))
  if (options.json === true) console.log(JSON.stringify(variables, null, 2))
  else for (const [name, value] of Object.entries(variables)) console.log(`${name}=${value}`)
  return 0
}

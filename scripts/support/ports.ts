import getPort, { portNumbers } from 'get-port'

/**
 * The port that a variable chooses, or the first free one.
 *
 * @param name the environment variable
 * @param first where to look first when the variable is not set
 * @throws when the variable is no port, or chooses one that is taken
 */
export async function choosePort(name: string, first: number): Promise<number> {
  const chosen = process.env[name]
  if (!chosen) return getPort({ port: portNumbers(first, first + 99) })
  const port = Number(chosen)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`${name} is not a port number.`)
  }
  if ((await getPort({ port })) !== port)
    throw new Error(`Port ${port} is taken (${name}=${chosen}).`)
  return port
}

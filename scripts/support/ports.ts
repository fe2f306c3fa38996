import getPort, { portNumbers } from 'get-port'

/**
 * The port chosen by a variable, or the first free one.
 *
 * @param name the environment variable
 * @param first where to start looking if the variable isn't set
 * @throws if the variable isn't a port, or its port is taken
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

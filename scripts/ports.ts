import { createServer } from 'node:net'

/** Whether nobody listens at a port of this machine, on IPv4 and IPv6 alike. */
export async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::1', undefined]) {
    if (!(await canListen(port, host))) return false
  }
  return true
}

function canListen(port: number, host: string | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    // A machine without IPv6 is no reason to call the port taken.
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'))
    server.listen({ port, host }, () => server.close(() => resolve(true)))
  })
}

/**
 * The port that a variable chooses, or the first free one.
 *
 * @param name the environment variable
 * @param first where to look first when the variable is not set
 * @param block how many ports in a row have to be free
 * @throws when the variable is no port, or chooses one that is taken
 */
export async function choosePort(name: string, first: number, block = 1): Promise<number> {
  const chosen = process.env[name]
  if (chosen) {
    const port = Number(chosen)
    if (!Number.isInteger(port) || port < 1 || port + block - 1 > 65_535) {
      throw new Error(`${name} is not a port number.`)
    }
    for (let next = port; next < port + block; next++) {
      if (!(await isFree(next))) throw new Error(`Port ${next} is taken (${name}=${chosen}).`)
    }
    return port
  }
  for (let port = first; port < first + 100; port += block) {
    const free = await Promise.all(Array.from({ length: block }, (_, i) => isFree(port + i)))
    if (free.every(Boolean)) return port
  }
  throw new Error(`No free port from ${first} on. Choose one with ${name}.`)
}

import { Agent, request, type IncomingHttpHeaders } from 'node:http'

/** One answer and how long it took. */
export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
  /** Milliseconds until the first byte of the body. */
  firstByte: number
  /** Milliseconds until the last. */
  whole: number
}

/** Requests a page over a connection of the agent. Doesn't follow redirects. */
export function get(
  url: string,
  headers: Record<string, string> = {},
  agent?: Agent,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const begun = performance.now()
    const sent = request(url, { headers, agent }, (response) => {
      const chunks: Buffer[] = []
      let firstByte = 0
      response.on('data', (chunk: Buffer) => {
        firstByte ||= performance.now() - begun
        chunks.push(chunk)
      })
      response.once('error', reject)
      response.once('end', () => {
        const whole = performance.now() - begun
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
          firstByte: firstByte || whole,
          whole,
        })
      })
    })
    sent.setTimeout(30_000, () => sent.destroy(new Error(`${url} did not answer in 30 s.`)))
    sent.once('error', reject)
    sent.end()
  })
}

/** The answers to a load of a few seconds. */
export interface Load {
  answers: Answer[]
  /** How long until the last answer. */
  seconds: number
}

/**
 * Loads a page over several connections; each asks again once it's answered.
 *
 * @throws if an answer isn't 200
 */
export async function load(
  url: string,
  headers: Record<string, string>,
  { connections, seconds }: { connections: number; seconds: number },
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const answers: Answer[] = []
  const begun = performance.now()
  const end = begun + seconds * 1000
  const ask = async () => {
    do {
      const answer = await get(url, headers, agent)
      if (answer.status !== 200) throw new Error(`${url} was answered with ${answer.status}.`)
      answers.push({ ...answer, body: Buffer.alloc(0) })
    } while (performance.now() < end)
  }
  try {
    await Promise.all(Array.from({ length: connections }, ask))
    return { answers, seconds: (performance.now() - begun) / 1000 }
  } finally {
    agent.destroy()
  }
}

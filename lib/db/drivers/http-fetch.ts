import 'server-only'
import { Agent as HttpAgent, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { statementTimeout } from '../limits'

/** The parts of an answer that Neon's driver reads. */
interface Answer {
  ok: boolean
  status: number
  text: () => Promise<string>
  json: () => Promise<unknown>
}

const http = new HttpAgent({ keepAlive: true })
const https = new HttpsAgent({ keepAlive: true })

/**
 * `fetch` for Neon's driver, on Node's own client and open connections. The global one, which Next also
 * wraps, makes a web stream of every answer (docs/performance.md).
 *
 * @throws if no whole answer comes within `statementTimeout`
 */
export function httpFetch(
  address: string,
  { method, headers, body }: { method: string; headers: Record<string, string>; body: string },
): Promise<Answer> {
  const isSecure = address.startsWith('https:')
  return new Promise((resolve, reject) => {
    const request = (isSecure ? httpsRequest : httpRequest)(
      address,
      {
        method,
        agent: isSecure ? https : http,
        headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
        signal: AbortSignal.timeout(statementTimeout),
      },
      (response) => {
        const { statusCode: status = 0 } = response
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          resolve({
            ok: status >= 200 && status < 300,
            status,
            text: () => Promise.resolve(text),
            json: () => new Promise((give) => give(JSON.parse(text))),
          })
        })
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

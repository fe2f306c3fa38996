import { faultsOf } from './requests'
import { open } from './slow'

export interface RawAnswer {
  /** Everything that came back; of what the client has sent, one answer or several. */
  text: string
  /** Whether the server closed the connection before the client gave up. */
  isClosed: boolean
  /** Of the first answer. */
  status: number | undefined
  headers: Headers
}

/**
 * Sends bytes as they are, and reads until the server closes or nothing has come for a while.
 *
 * @param patience how long to wait for the server to close, in milliseconds
 */
export async function sendRaw(
  port: number,
  bytes: string | Uint8Array,
  patience = 3000,
): Promise<RawAnswer> {
  const socket = await open(port)
  let text = ''
  let isClosed = false
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk))
  socket.on('error', () => {})
  const closed = new Promise<void>((resolve) => {
    socket.once('end', () => {
      isClosed = true
      resolve()
    })
    socket.once('close', resolve)
    setTimeout(resolve, patience).unref()
  })
  socket.write(bytes)
  await closed
  socket.destroy()
  return { text, isClosed, ...parseHead(text) }
}

/** What is wrong with the first answer, if there is one. */
export function faultsOfRaw(path: string, answer: RawAnswer): string[] {
  const { status, headers, text } = answer
  if (status === undefined) return text === '' ? [] : [`no HTTP: ${text.slice(0, 100)}`]
  if (status === 100) return []
  // What is empty and sent in chunks ends like this.
  const body = text.slice(text.indexOf('\r\n\r\n') + 4).replace(/^0\r\n\r\n/, '')
  return faultsOf({ method: 'RAW', path, status, headers, body })
}

function parseHead(text: string): { status: number | undefined; headers: Headers } {
  const [head = ''] = text.split('\r\n\r\n')
  const [line = '', ...lines] = head.split('\r\n')
  const status = /^HTTP\/1\.1 (\d{3}) /.exec(line)?.[1]
  const headers = new Headers()
  for (const field of lines) {
    const colon = field.indexOf(':')
    headers.append(field.slice(0, colon), field.slice(colon + 1).trim())
  }
  return { status: status === undefined ? undefined : Number(status), headers }
}

import 'server-only'
import { describeError, log } from '../server/log'
import { ownOrigin } from './own-origin'
import { keptForAMinute } from './public-pages'

/**
 * Answers with a file that is the same for everyone and holds full URLs of this app. If the app doesn't know
 * its own URL, there is no such file (see `ownOrigin`).
 *
 * @param make returns the file's text, or nothing if there is no such file
 * @returns 404 if there is none, 503 if the database doesn't answer; neither may be kept
 */
export async function publicFile(
  request: Request,
  type: string,
  make: (origin: string) => Promise<string | undefined>,
): Promise<Response> {
  const origin = ownOrigin(request.headers)
  try {
    const text = origin && (await make(origin))
    if (text === undefined) return plain(404, 'Not found')
    return new Response(text, {
      headers: { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': keptForAMinute },
    })
  } catch (error) {
    const id = log('error', 'public-file', { reason: describeError(error) })
    return plain(503, `The database isn’t answering. (${id})`)
  }
}

function plain(status: number, text: string): Response {
  return new Response(`${text}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  })
}

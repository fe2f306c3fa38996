import type { NextRequest } from 'next/server'
import { logOnce } from '../server/log'
import { requestScope } from '../server/request-scope'
import { isActionCall, isActionForm, isActionId } from './action-body'
import { readMultipart } from './multipart'
import { keepTyped } from './old-form'
import { isOwnOrigin } from './own-origin'
import { smallPage, smallPageHeaders } from './small-page'

/**
 * Refuses state changes that none of our pages send: from a foreign, null or missing origin, with a body
 * that's too large or broken, or in a form that browsers send across sites without asking.
 *
 * @param request the incoming request; its body may be read here, and again by Next
 * @param maxBody largest accepted body, in bytes
 * @returns a small page with status 400, 403, 405, 413 or 415, or undefined if nothing is wrong
 */
export async function refuse(request: NextRequest, maxBody: number): Promise<Response | undefined> {
  if (request.method === 'GET' || request.method === 'HEAD') return undefined
  if (request.method !== 'POST') {
    const response = refusal(405, 'This page can’t do that', 'Open it and try again.')
    response.headers.set('Allow', 'GET, HEAD, POST')
    return response
  }
  if (!isOwnOrigin(request)) {
    logOnce('warn', 'origin.refused', {
      origin: request.headers.get('origin')?.slice(0, 100),
      advice:
        'A form came from a URL that this app doesn’t know as its own. If people really use it, set ' +
        'APP_URL to it, and TRUSTED_PROXIES if a proxy changes the host.',
    })
    return refusal(403, 'This form was sent from another site', 'Open the page here and try again.')
  }
  if (Number(request.headers.get('content-length') ?? 0) > maxBody) {
    return tooLarge(maxBody)
  }
  const contentType = request.headers.get('content-type') ?? ''
  const action = request.headers.get('next-action')
  if (action !== null && !isActionId(action)) return unreadable(400)
  if (contentType.startsWith('text/plain') && action === null) return unreadable(415)
  // Next would answer 500 to the faults below, so we look for them before Next reads the body, which it
  // already holds in memory: proxyClientMaxBodySize of it.
  const body = await request.arrayBuffer()
  if (body.byteLength > maxBody) return tooLarge(maxBody)
  return (await isReadable(request, body)) ? undefined : unreadable(400)
}

function unreadable(status: number): Response {
  return refusal(status, 'We couldn’t read this form', 'Open the page here and try again.')
}

function tooLarge(maxBody: number): Response {
  return refusal(413, 'That was too large', `Send at most ${maxBody / 1024} KB at once.`)
}

/** Whether Next can decode a body; content types are compared exactly as Next does. */
async function isReadable(request: NextRequest, body: ArrayBuffer): Promise<boolean> {
  const contentType = request.headers.get('content-type') ?? ''
  if (contentType.startsWith('multipart/form-data')) {
    const form = await readMultipart(body, contentType)
    if (form === undefined) return false
    if (isAction(request)) return isActionCall(form)
    keepTyped(form)
    return isActionForm(form)
  }
  return (
    !isAction(request) ||
    contentType === 'application/x-www-form-urlencoded' ||
    isActionCall(new TextDecoder().decode(body))
  )
}

/** Next sends the arguments of an action as text/plain, with a header that no foreign form can set. */
function isAction(request: NextRequest): boolean {
  return request.headers.has('next-action')
}

function refusal(status: number, title: string, text: string): Response {
  const content = `<p>${text}</p><p><a href="/">Home</a></p>`
  return new Response(smallPage(title, content, requestScope().id), {
    status,
    headers: smallPageHeaders,
  })
}

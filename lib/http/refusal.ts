import type { NextRequest } from 'next/server'

/**
 * Refuses a state change that no page of ours sends: from a foreign, null or missing origin, with a
 * body that is too large or broken, or in a form that browsers can send across sites without asking.
 *
 * @param request the request as it came in; its body may be read here, and again by Next
 * @param maxBody largest accepted body, in bytes
 * @returns a small page with status 400, 403, 413 or 415, or undefined when nothing is wrong
 */
export async function refuse(request: NextRequest, maxBody: number): Promise<Response | undefined> {
  if (request.method === 'GET' || request.method === 'HEAD') return undefined

  if (!isOwnOrigin(request)) {
    return refusal(403, 'This form was sent from another site', 'Open the page here and try again.')
  }
  if (Number(request.headers.get('content-length') ?? 0) > maxBody) {
    return tooLarge(maxBody)
  }
  const contentType = request.headers.get('content-type') ?? ''
  if (contentType.startsWith('text/plain') && !isAction(request)) {
    return refusal(415, 'This form could not be read', 'Open the page here and try again.')
  }
  // Next answers 500 to what is found from here on, so it is looked for before Next reads the body,
  // which it holds in memory already: proxyClientMaxBodySize of it.
  const body = await request.arrayBuffer()
  if (body.byteLength > maxBody) return tooLarge(maxBody)
  if (contentType.startsWith('multipart/form-data') && !(await isForm(body, contentType))) {
    return refusal(400, 'This form could not be read', 'Open the page here and try again.')
  }
  return undefined
}

function tooLarge(maxBody: number): Response {
  return refusal(413, 'That was too large', `Send at most ${maxBody / 1024} KB at once.`)
}

/** Whether a body is whole: not empty, not cut off, and with the boundary that its type names. */
async function isForm(body: ArrayBuffer, contentType: string): Promise<boolean> {
  try {
    await new Response(body, { headers: { 'Content-Type': contentType } }).formData()
    return true
  } catch {
    return false
  }
}

/** Next sends the arguments of an action as text/plain, with a header that no foreign form can set. */
function isAction(request: NextRequest): boolean {
  return request.headers.has('next-action')
}

/**
 * Whether a request comes from a page of this very host. Browsers send Origin with every POST; its
 * host must be the one that the request was sent to (behind a proxy: `X-Forwarded-Host`, as Next
 * itself compares for server actions). Without an Origin, only the browser's own word that the page
 * is ours (`Sec-Fetch-Site: same-origin`) counts.
 */
export function isOwnOrigin(request: Request): boolean {
  const origin = request.headers.get('origin')
  if (origin === null) return request.headers.get('sec-fetch-site') === 'same-origin'
  if (!URL.canParse(origin)) return false
  const host =
    request.headers.get('x-forwarded-host')?.split(',')[0]?.trim() ?? request.headers.get('host')
  return new URL(origin).host === host
}

function refusal(status: number, title: string, text: string): Response {
  return new Response(
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${title}</title><body style="font:16px/1.5 system-ui;max-width:34rem;margin:15vh auto;padding:0 1.5rem"><h1 style="font-size:1.5rem">${title}</h1><p>${text}</p><p><a href="/">Home</a></p></body></html>`,
    {
      status,
      headers: {
        'Content-Type': 'text/html; charset=utf-8',
        'Cache-Control': 'no-store',
        'Content-Security-Policy': `default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'`,
      },
    },
  )
}

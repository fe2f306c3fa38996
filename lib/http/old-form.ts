import 'server-only'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { requestScope } from '../server/request-scope'
import { beforeHead } from './before-head'
import { escapeHtml, smallPage, smallPageHeaders } from './small-page'

/** The fields people type into without JavaScript, and their labels; no passwords. */
const typedFields: Readonly<Record<string, string>> = {
  content: 'Text',
  message: 'Quote',
  name: 'Name',
  email: 'Email',
  image: 'Picture',
}

/** Next's header for a form whose action this build doesn't have. */
const notFoundHeader = 'x-nextjs-action-not-found'

/** Keeps what was typed until the request is answered. */
export function keepTyped(form: FormData): void {
  requestScope().typed = Object.keys(typedFields).flatMap((name) => {
    const value = form.get(name)
    return typeof value === 'string' && value.trim() !== '' ? [[name, value] as const] : []
  })
}

/**
 * Answers a form from before a deployment, sent without JavaScript, with a page that holds what was typed.
 * Next would answer with a line of plain text, and the browser has already left the form.
 */
export function answerOldForm(request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'POST' || request.headers['next-action'] !== undefined) return
  const scope = requestScope()
  let page: string | undefined
  beforeHead(response, () => {
    if (!scope.typed || !response.hasHeader(notFoundHeader)) return
    page = smallPage(
      'This page is from before an update',
      content(request.url ?? '/', scope.typed),
      scope.id,
    )
    response.removeHeader('ETag')
    response.setHeader('Content-Length', Buffer.byteLength(page))
    for (const [name, value] of Object.entries(smallPageHeaders)) response.setHeader(name, value)
  })
  response.end = new Proxy(response.end, {
    apply(end, self, parts) {
      // Next's compression has written the head by now; without it, nobody has.
      if (!response.headersSent && response.hasHeader(notFoundHeader)) {
        response.writeHead(response.statusCode)
      }
      return Reflect.apply(end, self, page === undefined ? parts : [page])
    },
  })
}

function content(url: string, typed: readonly (readonly [string, string])[]): string {
  // One slash: two would lead to another host.
  const address = `/${url.replace(/^[/\\]+/, '')}`
  const texts = typed.map(
    ([name, value]) =>
      `<p><label>${typedFields[name] ?? name}<br><textarea readonly rows="${value.length > 100 ? 12 : 2}" style="box-sizing:border-box;width:100%;font:inherit">\n${escapeHtml(value)}</textarea></label></p>`,
  )
  const kept = texts.length > 0 ? ' What you typed is below: copy it first.' : ''
  return `<p><a href="${escapeHtml(address)}">Reload the page</a>, then send it again: nothing was saved.${kept}</p>${texts.join('')}`
}

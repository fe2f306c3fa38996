import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { answerOldForm, keepTyped } from '@/lib/http/old-form'
import { openRequestScopes } from '@/lib/server/request-scope'

let server: Server
let url = ''
const form = new FormData()

/** Like Next's answer to a form with an unknown action. */
function answer(request: IncomingMessage, response: ServerResponse) {
  answerOldForm(request, response)
  if (request.headers['content-type']?.startsWith('multipart/form-data')) keepTyped(form)
  response.statusCode = 409
  if (request.url !== '/known') response.setHeader('x-nextjs-action-not-found', '1')
  response.setHeader('Content-Type', 'text/plain')
  response.setHeader('Content-Length', 26)
  response.end('Server Action unavailable.')
}

beforeAll(async () => {
  openRequestScopes()
  server = createServer(answer).listen(0, 'localhost')
  await once(server, 'listening')
  const address = server.address()
  url = `http://localhost:${typeof address === 'object' ? address?.port : ''}`
  form.set('content', '</textarea><script>alert("1")</script>')
  form.set('password', 'correct horse')
  form.set('base', 'hidden')
})
afterAll(() => server.close())

const send = (path: string, headers: Record<string, string> = {}) =>
  fetch(url + path, { method: 'POST', body: form, headers })

it('shows a form of an older build what was typed, escaped, and no password', async () => {
  const response = await send('/posts/new?a=1&b="')
  expect(response.status).toBe(409)
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  const html = await response.text()
  expect(html).toContain('This page is from before an update')
  expect(html).toContain('<a href="/posts/new?a=1&#38;b=%22">Reload the page</a>')
  expect(html).toContain('&#60;/textarea&#62;&#60;script&#62;')
  expect(html).not.toMatch(/<script|correct horse|hidden/)
  expect(html).toContain(response.headers.get('x-request-id'))
})

it('leads nowhere else, whatever the address is', async () => {
  expect(await (await send('//evil.test/x')).text()).toContain('<a href="/evil.test/x">')
})

it('leaves alone what a script asks for, and what is known', async () => {
  for (const [path, headers] of [
    ['/posts/new', { 'Next-Action': 'x' }],
    ['/known', {}],
  ] as const) {
    expect(await (await send(path, headers)).text()).toBe('Server Action unavailable.')
  }
})

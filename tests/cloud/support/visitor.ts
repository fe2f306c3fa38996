import { request } from 'node:https'
import { appUrl } from './cloud'

/** An answer, read to its end. */
export interface Page {
  status: number
  /** Where it is. */
  url: string
  /** Where it leads, whole. */
  location: string | undefined
  html: string
}

/** A browser as far as redirects, forms and cookies go: without JavaScript. It knows the app's host alone. */
export class Visitor {
  readonly #jars = new Map<string, Map<string, string>>()

  /**
   * @param frontUrl where the app's host is on this machine
   * @param ca what its certificate is to be checked with
   */
  constructor(
    private readonly frontUrl: string,
    private readonly ca: string,
  ) {}

  /** Opens an address, and follows where it leads. */
  async open(address: string): Promise<Page> {
    let page = await this.#send(new URL(address, appUrl).href)
    for (let n = 0; page.location !== undefined && n < 8; n++)
      page = await this.#send(page.location)
    return page
  }

  /**
   * Fills in a form of a page and sends it. Gives the answer, after following where it leads.
   *
   * @param mark something that stands in this form alone; by default a field of the first name
   */
  async submit(
    page: Page,
    fields: Record<string, string>,
    mark = `name="${Object.keys(fields)[0]}"`,
  ): Promise<Page> {
    const form = [...page.html.matchAll(/<form\b[\s\S]*?<\/form>/g)].find(([text]) =>
      text.includes(mark),
    )?.[0]
    if (form === undefined) throw new Error(`No form with ${mark} at ${page.url}:\n${page.html}`)
    const action = plain(/<form[^>]* action="([^"]*)"/.exec(form)?.[1] ?? '')
    // As the form says; the identity provider's is a plain one.
    const isMultipart = /<form[^>]* enc[tT]ype="multipart\/form-data"/.test(form)
    const body = isMultipart ? new FormData() : new URLSearchParams()
    for (const [name, value] of [...hiddenFields(form), ...Object.entries(fields)])
      body.set(name, value)
    const encoded = new Response(body)
    const answer = await this.#send(new URL(action || page.url, page.url).href, {
      type: encoded.headers.get('content-type') ?? '',
      body: await encoded.text(),
    })
    return answer.location === undefined ? answer : this.open(answer.location)
  }

  /** Whether a cookie of the app is there. */
  hasCookie(name: string): boolean {
    return this.#jar(appUrl).has(name)
  }

  async #send(url: string, sent?: { type: string; body: string }): Promise<Page> {
    const { origin, pathname, search } = new URL(url)
    const headers: Record<string, string> = {
      'Sec-Fetch-Site': 'same-origin',
      'Sec-Fetch-Mode': 'navigate',
      'Sec-Fetch-Dest': 'document',
      ...(sent && { Origin: origin, 'Content-Type': sent.type }),
    }
    const cookies = [...this.#jar(url)].map(([name, value]) => `${name}=${value}`).join('; ')
    if (cookies) headers.Cookie = cookies
    const method = sent ? 'POST' : 'GET'
    const answer =
      origin === appUrl
        ? await this.#askApp(pathname + search, method, headers, sent?.body)
        : await fetch(url, { method, headers, body: sent?.body ?? null, redirect: 'manual' })
    this.#store(url, answer.headers.getSetCookie())
    const location = answer.headers.get('location')
    return {
      status: answer.status,
      url,
      location: location === null ? undefined : new URL(location, url).href,
      html: await answer.text(),
    }
  }

  /** By TLS, with the certificate checked against the app's name. */
  #askApp(
    path: string,
    method: string,
    headers: Record<string, string>,
    body = '',
  ): Promise<Response> {
    const { hostname } = new URL(appUrl)
    return new Promise((resolve, reject) => {
      const asked = request(
        {
          host: 'localhost',
          port: new URL(this.frontUrl).port,
          servername: hostname,
          ca: this.ca,
          path,
          method,
          headers: {
            Host: hostname,
            ...headers,
            ...(method === 'POST' && { 'Content-Length': String(Buffer.byteLength(body)) }),
          },
        },
        (answer) => {
          const chunks: Buffer[] = []
          answer.on('data', (chunk: Buffer) => chunks.push(chunk))
          answer.on('error', reject)
          answer.on('end', () => {
            const received = new Headers()
            for (const [name, values = []] of Object.entries(answer.headersDistinct)) {
              for (const value of values) received.append(name, value)
            }
            const { statusCode: status = 0 } = answer
            const isEmpty = [204, 304].includes(status)
            resolve(
              new Response(isEmpty ? null : Buffer.concat(chunks), { status, headers: received }),
            )
          })
        },
      )
      asked.on('error', reject)
      asked.end(body)
    })
  }

  #jar(url: string): Map<string, string> {
    const { origin } = new URL(url)
    const jar = this.#jars.get(origin) ?? new Map<string, string>()
    this.#jars.set(origin, jar)
    return jar
  }

  #store(url: string, lines: readonly string[]): void {
    const jar = this.#jar(url)
    for (const line of lines) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (/max-age=0(;|$)/i.test(line) || value === '') jar.delete(name)
      else jar.set(name, value)
    }
  }
}

function hiddenFields(form: string): [string, string][] {
  return [...form.matchAll(/<input type="hidden"[^>]*>/g)].flatMap(([input]) => {
    const name = / name="([^"]*)"/.exec(input)?.[1]
    const value = / value="([^"]*)"/.exec(input)?.[1] ?? ''
    return name === undefined ? [] : [[plain(name), plain(value)] satisfies [string, string]]
  })
}

/** Text in HTML as it is meant. */
export function plain(html: string): string {
  return html
    .replaceAll('&quot;', '"')
    .replace(/&#(x?)([\da-f]+);/gi, (_, hex: string, code: string) =>
      String.fromCodePoint(parseInt(code, hex === '' ? 10 : 16)),
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

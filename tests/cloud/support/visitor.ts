import { request } from 'node:https'
import { appUrl } from './cloud'

/** A whole answer. */
export interface Page {
  status: number
  url: string
  /** Where it leads, whole. */
  location: string | undefined
  html: string
}

/** A browser with redirects, forms and cookies, without JavaScript. It only knows the app's host. */
export class Visitor {
  readonly #jars = new Map<string, Map<string, string>>()

  /**
   * @param frontUrl where this machine has the app's host
   * @param ca for checking its certificate
   */
  constructor(
    private readonly frontUrl: string,
    private readonly ca: string,
  ) {}

  /** Opens an address and follows redirects. */
  async open(address: string): Promise<Page> {
    let page = await this.#send(new URL(address, appUrl).href)
    for (let n = 0; page.location !== undefined && n < 8; n++)
      page = await this.#send(page.location)
    return page
  }

  /**
   * Fills in a page's form and sends it. Returns the answer after redirects.
   *
   * @param mark text only this form has; by default a field with the first name
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
    // As the form says; the identity provider's is plain.
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

  /** Whether the app has set this cookie. */
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

  /** Over TLS, checking the certificate against the app's name. */
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

/** HTML's text as it's meant. */
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

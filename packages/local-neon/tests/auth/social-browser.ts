/** A browser with redirects, forms and cookies: one jar per origin, no scripts. */
export class Browser {
  readonly #jars = new Map<string, Map<string, string>>()

  #jar(url: string): Map<string, string> {
    const { origin } = new URL(url)
    const jar = this.#jars.get(origin) ?? new Map<string, string>()
    this.#jars.set(origin, jar)
    return jar
  }

  /** A URL's Cookie header. */
  cookies(url: string): string {
    return [...this.#jar(url)].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  cookie(url: string, name: string): string | undefined {
    return this.#jar(url).get(name)
  }

  /** Stores a response's cookies, as if it came from this URL. */
  store(url: string, setCookies: readonly string[]): void {
    const jar = this.#jar(url)
    for (const header of setCookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? []
      if (/max-age=0(;|$)/i.test(header)) jar.delete(name)
      else jar.set(name, value)
    }
  }

  /** One request, without redirects. */
  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    const cookies = this.cookies(url)
    if (cookies) headers.set('cookie', cookies)
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    this.store(url, response.headers.getSetCookie())
    return response
  }

  /** A request's redirect target. */
  async next(url: string, init?: RequestInit): Promise<string> {
    const response = await this.fetch(url, init)
    const location = response.headers.get('location')
    if (location === null) throw new Error(`${response.status}: ${await response.text()}`)
    return new URL(location, url).href
  }

  /** Opens and answers a provider's consent page; returns where that leads. */
  async consent(url: string, fields: Record<string, string>): Promise<string> {
    const page = await this.fetch(url)
    const html = await page.text()
    const request = /name="request" value="([^"]+)"/.exec(html)?.[1]
    const action = /action="([^"]+)"/.exec(html)?.[1]
    if (request === undefined || action === undefined) throw new Error(`${page.status}: ${html}`)
    const body = new URLSearchParams({ request, decision: 'allow', ...fields })
    const origin = new URL(url).origin
    return this.next(new URL(action, url).href, { method: 'POST', body, headers: { origin } })
  }
}

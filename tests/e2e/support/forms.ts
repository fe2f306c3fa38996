import type { Page } from '@playwright/test'
import { setting } from './fixtures'

/** The hidden fields in a piece of HTML; there must be some, since Next puts its own in every form. */
export function hiddenFields(html: string): [name: string, value: string][] {
  const fields = [...html.matchAll(/<input type="hidden"[^>]*>/g)].flatMap(([input]) => {
    const name = /name="([^"]*)"/.exec(input)?.[1]
    const value = /value="([^"]*)"/.exec(input)?.[1] ?? ''
    const plain = value.replaceAll('&quot;', '"').replaceAll('&amp;', '&')
    return name ? [[name, plain] satisfies [string, string]] : []
  })
  if (fields.length === 0) throw new Error('There is no form.')
  return fields
}

/** What a browser without JavaScript sends with a form: its hidden fields. What is typed comes to it. */
export async function formOf(page: Page, path: string): Promise<FormData> {
  const data = new FormData()
  for (const [name, value] of hiddenFields(await (await page.request.get(path)).text())) {
    data.append(name, value)
  }
  return data
}

/** Sends a body to a page under the app's own origin, and follows no redirect. */
export function post(
  path: string,
  body: BodyInit,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(setting('APP_URL') + path, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { Origin: setting('APP_URL'), ...headers },
    ...(body instanceof ReadableStream && { duplex: 'half' }),
  })
}

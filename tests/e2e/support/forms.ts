import type { Page } from '@playwright/test'
import { setting } from './fixtures'

/** What a browser without JavaScript sends with a form: its hidden fields. What is typed comes to it. */
export async function formOf(page: Page, path: string): Promise<FormData> {
  const html = await (await page.request.get(path)).text()
  const data = new FormData()
  for (const [input] of html.matchAll(/<input type="hidden"[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(input)?.[1]
    const value = /value="([^"]*)"/.exec(input)?.[1] ?? ''
    if (name) data.append(name, value.replaceAll('&quot;', '"').replaceAll('&amp;', '&'))
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

/** The SQL page's requests to the console. */

const token = () => document.querySelector<HTMLMetaElement>('meta[name=token]')?.content ?? ''

/** The results as markup from the console. @throws if the console doesn't answer */
export async function askToRun(action: string, fields: FormData): Promise<string> {
  const body = new URLSearchParams()
  for (const [name, value] of fields) if (typeof value === 'string') body.append(name, value)
  const response = await fetch(action, {
    method: 'POST',
    body,
    headers: { Accept: 'text/html-fragment' },
  })
  const text = await response.text()
  if (response.ok || response.status === 409) return text
  // A whole page: the token is too old, or the text too long.
  const page = new DOMParser().parseFromString(text, 'text/html')
  const notice = document.createElement('p')
  notice.className = 'error'
  notice.textContent =
    page.querySelector('main p')?.textContent ?? `It answered ${response.status}.`
  return notice.outerHTML
}

export async function askToCancel(run: string): Promise<void> {
  await fetch(`/api/sql/runs/${encodeURIComponent(run)}/cancel`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token()}` },
  })
}

/** Updates saved queries and history. */
export async function library(): Promise<void> {
  const response = await fetch('/sql')
  if (!response.ok) return
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const fresh = page.querySelector('.library')
  if (fresh) document.querySelector('.library')?.replaceWith(fresh)
}

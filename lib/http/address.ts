/** The URL of one of our pages with parameters; undefined ones are left out. */
export function addressOf(path: string, params: Record<string, string | undefined>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(params))
    if (value !== undefined) query.set(name, value)
  return query.size === 0 ? path : `${path}?${query}`
}

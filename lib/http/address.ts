/** The address of a page of ours with parameters; what is undefined is left out. */
export function addressOf(path: string, params: Record<string, string | undefined>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(params))
    if (value !== undefined) query.set(name, value)
  return query.size === 0 ? path : `${path}?${query}`
}

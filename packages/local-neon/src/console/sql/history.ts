/** What was run, latest first; kept with the data. */
import { readFile, rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'

export const entrySchema = z.object({
  sql: z.string(),
  at: z.string(),
  milliseconds: z.number(),
  failed: z.boolean(),
})
export type HistoryEntry = z.infer<typeof entrySchema>

/** Most entries; longer texts aren't kept. */
const MOST = 200
const LONGEST = 50_000

export interface History {
  list(): Promise<HistoryEntry[]>
  add(entry: HistoryEntry): Promise<void>
  clear(): Promise<void>
}

/** @param file readable only by its owner; null keeps the history until the process ends */
export function createHistory(file: string | null): History {
  const loaded = file === null ? Promise.resolve([]) : load(file)
  let writing: Promise<void> = Promise.resolve()

  // One at a time, each whole or not at all.
  const save = (entries: readonly HistoryEntry[]): Promise<void> => {
    if (file === null) return Promise.resolve()
    const text = JSON.stringify(entries)
    writing = writing
      .catch(() => {})
      .then(async () => {
        await writeFile(`${file}.new`, text, { mode: 0o600 })
        await rename(`${file}.new`, file)
      })
    return writing
  }

  return {
    async list() {
      return [...(await loaded)]
    },
    async add(entry) {
      if (entry.sql.length > LONGEST || entry.sql.trim() === '') return
      const entries = await loaded
      // A repeat only moves to the top.
      const again = entries.findIndex(({ sql }) => sql === entry.sql)
      if (again >= 0) entries.splice(again, 1)
      entries.unshift(entry)
      entries.splice(MOST)
      await save(entries)
    },
    async clear() {
      const entries = await loaded
      entries.length = 0
      await save(entries)
    },
  }
}

async function load(file: string): Promise<HistoryEntry[]> {
  try {
    return entrySchema.array().parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    // None yet, or not readable: the next entry starts a new one.
    return []
  }
}

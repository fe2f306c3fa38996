/** Files of a cluster in memory, filled from a folder of the machine. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MemoryFS, PGlite } from '@electric-sql/pglite'

/** PGlite's file system in memory, which begins as a copy of a folder. */
export class FilledMemory extends MemoryFS {
  constructor(private readonly source: string) {
    super()
  }

  override async initialSyncFs(): Promise<void> {
    this.#copy(this.source, PGlite.paths.PGDATA)
  }

  #copy(from: string, to: string): void {
    const files = this.pg?.Module.FS
    if (files === undefined) throw new Error('the file system is not ready')
    files.mkdirTree(to, 0o700)
    for (const entry of readdirSync(from, { withFileTypes: true })) {
      const [source, target] = [join(from, entry.name), `${to}/${entry.name}`]
      if (entry.isDirectory()) this.#copy(source, target)
      else files.writeFile(target, readFileSync(source), { canOwn: true })
    }
  }
}

/** Files of a cluster in memory, filled from an archive. */
import { MemoryFS, PGlite } from '@electric-sql/pglite'
import { readTarFile } from '../cluster/tar'

/** PGlite's file system in memory, which begins with what is in an archive. */
export class FilledMemory extends MemoryFS {
  constructor(private readonly archive: string) {
    super()
  }

  override async initialSyncFs(): Promise<void> {
    const files = this.pg?.Module.FS
    if (files === undefined) throw new Error('the file system is not ready')
    files.mkdirTree(PGlite.paths.PGDATA, 0o700)
    for (const { name, bytes } of readTarFile(this.archive)) {
      const path = `${PGlite.paths.PGDATA}/${name}`
      if (bytes === null) files.mkdirTree(path, 0o700)
      else files.writeFile(path, bytes, { canOwn: true })
    }
  }
}

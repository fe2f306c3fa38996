import { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import { serialize } from 'pg-protocol'
import { SUPERUSER } from '../postgres/embedded/settings'
import type { Backend, Engine } from '../postgres/engine'
import { MessageReader, PostgresError, readErrorFields } from '../postgres/messages'

/** A base backup's CopyData starts with its kind; this is a piece of the archive. */
const ARCHIVE = 'd'.charCodeAt(0)

/**
 * The cluster as a compressed tar archive, from a base backup: consistent while clients write, with the
 * write-ahead log it needs to start.
 * Source: https://www.postgresql.org/docs/18/protocol-replication.html
 * @throws PostgresError if Postgres gives none; later errors go to the stream
 */
export async function exportCluster(engine: Pick<Engine, 'connect'>): Promise<Readable> {
  const reader = new MessageReader()
  let backend: Backend | null = null
  const archive = new Readable({
    read: () => backend?.resume(),
    destroy(error, done) {
      backend?.close()
      done(error)
    },
  })
  const login = { user: SUPERUSER, database: 'postgres' }
  backend = await engine.connect(
    login,
    { replication: 'true' },
    {
      onData(bytes) {
        for (const next of reader.push(bytes)) {
          if (next.type === 'd' && next.bytes[5] === ARCHIVE) {
            if (!archive.push(next.bytes.subarray(6))) backend?.pause()
          } else if (next.type === 'E') {
            archive.destroy(new PostgresError(readErrorFields(next.bytes)))
          } else if (next.type === 'Z') {
            archive.push(null)
          }
        }
      },
      onClose: () => {
        if (!archive.readableEnded) archive.destroy(new Error('Postgres broke off the export.'))
      },
    },
  )
  const options = "LABEL 'local-neon', CHECKPOINT 'fast', WAL true, MANIFEST 'no'"
  const bytes = serialize.query(`BASE_BACKUP (${options})`)
  backend.send({ type: 'Q', bytes })
  const compressed = createGzip({ level: 3 })
  archive.on('error', (error) => compressed.destroy(error))
  compressed.on('close', () => archive.destroy())
  return archive.pipe(compressed)
}

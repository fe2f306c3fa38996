/**
 * The extensions that Neon has and that come with PGlite. Their files are put where Postgres looks
 * for them; it loads a library when that is first used, so what nobody uses takes no memory to
 * speak of.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { PGlite } from '@electric-sql/pglite'
import { readTar } from '../cluster/tar'
import { pgliteFolder } from '../cluster/template'

/** Postgres' own, by the names of their bundles; `spi` has moddatetime and its like. */
const CONTRIB = [
  'bloom', 'btree_gin', 'btree_gist', 'citext', 'cube', 'dict_int', 'earthdistance',
  'fuzzystrmatch', 'hstore', 'intarray', 'isn', 'lo', 'ltree', 'pg_trgm', 'pgcrypto', 'seg',
  'spi', 'tablefunc', 'tcn', 'tsm_system_rows', 'tsm_system_time', 'unaccent', 'uuid-ossp',
] // prettier-ignore

/** Makes them available to CREATE EXTENSION. */
export function installExtensions(postgres: PGlite): void {
  const { FS, WASM_PREFIX } = postgres.Module
  const pgvector = dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite-pgvector'))
  const bundles = [
    ...CONTRIB.map((name) => join(pgliteFolder(), `${name}.tar.gz`)),
    join(pgvector, 'vector.tar.gz'),
  ]
  for (const bundle of bundles) {
    for (const { name, bytes } of readTar(gunzipSync(readFileSync(bundle)))) {
      if (bytes === null) continue
      const path = `${WASM_PREFIX}/${name}`
      FS.mkdirTree(dirname(path))
      FS.writeFile(path, name.endsWith('.control') ? trusted(bytes) : bytes, { canOwn: true })
    }
  }
}

/** In the cloud the owner of a database may create every extension, not only trusted ones. */
function trusted(control: Buffer): Buffer {
  return Buffer.concat([control, Buffer.from('\ntrusted = true\n', 'latin1')])
}

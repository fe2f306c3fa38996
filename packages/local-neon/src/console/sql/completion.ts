import type { Pool } from 'pg'
import { z } from 'zod'

const rows = z.array(z.object({ name: z.string(), columns: z.array(z.string()) }))

/** Most tables to complete; more would make the page heavy. */
const MOST = 500

/** Each table's columns, for the editor to complete; tables in `public` by their bare names. */
export async function columnNames(pool: Pool): Promise<Record<string, string[]>> {
  const found = await pool.query(
    `select case when n.nspname = 'public' then c.relname else n.nspname || '.' || c.relname end as name,
       array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
       and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
     group by 1 order by 1 limit ${MOST}`,
  )
  return Object.fromEntries(rows.parse(found.rows).map(({ name, columns }) => [name, columns]))
}

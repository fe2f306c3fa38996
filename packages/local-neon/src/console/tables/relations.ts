/** The list of what can be viewed: tables, views and the like. */
import type { Pool } from 'pg'
import { z } from 'zod'

export const relationKinds = {
  r: 'table',
  p: 'partitioned table',
  v: 'view',
  m: 'materialized view',
  f: 'foreign table',
} as const

export const relationKind = z
  .enum(['r', 'p', 'v', 'm', 'f'])
  .transform((kind) => relationKinds[kind])
export type RelationKind = z.infer<typeof relationKind>

const listed = z.object({
  schema: z.string(),
  name: z.string(),
  kind: relationKind,
  /** How many rows Postgres thinks there are; null if it doesn't know. */
  rowEstimate: z.coerce.number().nullable(),
  /** With indexes and TOAST, in bytes; null if it stores nothing. */
  bytes: z.coerce.number().nullable(),
  comment: z.string().nullable(),
})
export type ListedRelation = z.infer<typeof listed>

/**
 * All tables, views and the like outside Postgres's own schemas, by schema and name. The estimate is the
 * planner's, or the statistics' if a table was never analyzed.
 */
export async function listRelations(pool: Pool): Promise<ListedRelation[]> {
  const { rows } = await pool.query(
    `select n.nspname as schema, c.relname as name, c.relkind as kind,
       case when c.relkind in ('v', 'f') then null
            when c.relkind = 'p' then (
              select sum(greatest(l.reltuples, pg_stat_get_live_tuples(l.oid)))
              from pg_partition_tree(c.oid) t join pg_class l on l.oid = t.relid where t.isleaf)
            when c.reltuples < 0 then pg_stat_get_live_tuples(c.oid)
            else greatest(c.reltuples, pg_stat_get_live_tuples(c.oid)) end::float8 as "rowEstimate",
       case when c.relkind in ('v', 'f') then null
            when c.relkind = 'p' then (
              select coalesce(sum(pg_total_relation_size(t.relid)), 0) from pg_partition_tree(c.oid) t)
            else pg_total_relation_size(c.oid) end::float8 as bytes,
       obj_description(c.oid, 'pg_class') as comment
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm', 'f')
       and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'
       and not c.relispartition
     order by n.nspname = 'public' desc, n.nspname, c.relname`,
  )
  return listed.array().parse(rows)
}

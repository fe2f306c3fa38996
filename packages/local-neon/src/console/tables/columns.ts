/** A relation and its columns, as the pages need them to read and write rows. */
import { z } from 'zod'
import { quoteIdentifier } from '../../postgres/quote'
import { relationKind, type RelationKind } from './relations'
import { TableError } from './errors'
import type { QueryText } from './session'

const columnRow = z.object({
  name: z.string(),
  /** As in a definition: `character varying(20)`. */
  type: z.string(),
  /** The type for comparing: without length, domains resolved. */
  baseType: z.string(),
  /** Decides its control and alignment. */
  kind: z.enum(['boolean', 'enum', 'number', 'json', 'text', 'bytea', 'other']),
  labels: z.array(z.string()),
  notNull: z.boolean(),
  default: z.string().nullable(),
  identity: z.enum(['always', 'by default']).nullable(),
  generated: z.enum(['stored', 'virtual']).nullable(),
  comment: z.string().nullable(),
  /** Values have no fixed size, so a page shows their beginning. */
  foldable: z.boolean(),
  /** Has an order, and so `<`, `>` and ORDER BY. */
  sortable: z.boolean(),
})
export type Column = z.infer<typeof columnRow>

const relationRow = z.object({
  oid: z.string(),
  kind: relationKind,
  hasChildren: z.boolean(),
  primaryKey: z.array(z.string()),
  columns: z.array(columnRow),
})

export interface Relation {
  oid: string
  schema: string
  name: string
  kind: RelationKind
  /** Quoted, with its schema. */
  sql: string
  columns: Column[]
  /** The columns that identify a row: the primary key, or else `ctid`, or none. */
  key: { columns: string[]; isPrimary: boolean } | null
  /** Rows can be added. Changing and deleting them also needs a key. */
  isWritable: boolean
}

const COLUMNS = `
  with recursive base as (
    select a.attnum, t.oid, t.typtype, t.typbasetype
    from pg_attribute a join pg_type t on t.oid = a.atttypid
    where a.attrelid = $1::oid and a.attnum > 0 and not a.attisdropped
    union all
    select b.attnum, t.oid, t.typtype, t.typbasetype
    from base b join pg_type t on t.oid = b.typbasetype where b.typtype = 'd'
  ), columns as (
    select a.*, t.oid as base, t.typtype, t.typcategory, t.typlen,
      case when t.typcategory = 'A' then t.typelem else t.oid end as ordered
    from pg_attribute a
    join base b on b.attnum = a.attnum and b.typtype <> 'd'
    join pg_type t on t.oid = b.oid
    where a.attrelid = $1::oid
  )
  select coalesce(json_agg(json_build_object(
    'name', c.attname,
    'type', format_type(c.atttypid, c.atttypmod),
    'baseType', format_type(c.base, -1),
    'kind', case
      when c.base = 'bool'::regtype then 'boolean'
      when c.typtype = 'e' then 'enum'
      when c.base in ('json'::regtype, 'jsonb'::regtype) then 'json'
      when c.base = 'bytea'::regtype then 'bytea'
      when c.base in ('text'::regtype, 'varchar'::regtype) then 'text'
      when c.typcategory = 'N' and c.typtype = 'b' then 'number'
      else 'other' end,
    'labels', coalesce((
      select json_agg(e.enumlabel order by e.enumsortorder) from pg_enum e
      where e.enumtypid = c.base), '[]'),
    'notNull', c.attnotnull,
    'default', pg_get_expr(d.adbin, d.adrelid),
    'identity', case c.attidentity when 'a' then 'always' when 'd' then 'by default' end,
    'generated', case c.attgenerated when 's' then 'stored' when 'v' then 'virtual' end,
    'comment', col_description(c.attrelid, c.attnum),
    'foldable', c.typlen < 0,
    'sortable', c.typtype = 'c' or exists (
      select from pg_type o, pg_opclass k, pg_am m
      where o.oid = c.ordered and m.amname = 'btree' and k.opcmethod = m.oid and k.opcdefault and (
        k.opcintype = o.oid
        or k.opcintype = 'anyenum'::regtype and o.typtype = 'e'
        or k.opcintype = 'anyrange'::regtype and o.typtype in ('r', 'm')
        or exists (select from pg_cast where castsource = o.oid and casttarget = k.opcintype
          and castmethod = 'b' and castcontext = 'i')))
  ) order by c.attnum), '[]')
  from columns c left join pg_attrdef d on d.adrelid = c.attrelid and d.adnum = c.attnum`

/** Finds a relation by its exact names, or null. Names from outside only become SQL here. */
export async function findRelation(
  query: QueryText,
  schema: string,
  name: string,
): Promise<Relation | null> {
  // Postgres has no names with a NUL, and refuses to look for one.
  if (`${schema}${name}`.includes('\0')) return null
  const [found] = await query(
    `select c.oid, c.relkind,
       exists (select from pg_inherits where inhparent = c.oid)::text,
       coalesce((select json_agg(a.attname order by k.position)
         from pg_index i, unnest(i.indkey::int2[]) with ordinality k(attnum, position), pg_attribute a
         where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid and a.attnum = k.attnum
           and k.position <= i.indnkeyatts), '[]')
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relname = $2 and c.relkind in ('r', 'p', 'v', 'm', 'f')`,
    [schema, name],
  )
  if (found === undefined) return null
  const [oid, kind, hasChildren, primaryKey] = found
  const [[columns] = []] = await query(COLUMNS, [oid ?? null])
  const parsed = relationRow.parse({
    oid,
    kind,
    hasChildren: hasChildren === 'true',
    primaryKey: JSON.parse(primaryKey ?? '[]'),
    columns: JSON.parse(columns ?? '[]'),
  })
  return {
    oid: parsed.oid,
    schema,
    name,
    kind: parsed.kind,
    sql: `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`,
    columns: parsed.columns,
    key: keyOf(parsed),
    isWritable: parsed.kind === 'table' || parsed.kind === 'partitioned table',
  }
}

/** The relation of that name. @throws TableError if there is none */
export async function requireRelation(
  query: QueryText,
  schema: string,
  name: string,
): Promise<Relation> {
  const relation = await findRelation(query, schema, name)
  if (relation !== null) return relation
  throw new TableError('not_found', `There is no table “${schema}.${name}”.`)
}

/**
 * A parent's key says nothing about its children's rows, which look like its own; nor does `ctid`, here
 * or in a partitioned table.
 */
function keyOf(relation: z.infer<typeof relationRow>): Relation['key'] {
  const { kind, hasChildren, primaryKey } = relation
  if (kind === 'table' && hasChildren) return null
  if (kind !== 'table' && kind !== 'partitioned table') return null
  if (primaryKey.length > 0) return { columns: primaryKey, isPrimary: true }
  return kind === 'table' ? { columns: ['ctid'], isPrimary: false } : null
}

/** The type a column's values are cast to when compared. */
export function comparedAs(relation: Relation, name: string): string {
  if (name === 'ctid') return 'tid'
  const column = relation.columns.find((each) => each.name === name)
  if (column === undefined) throw new Error(`no column ${name}`)
  return column.baseType
}

/** What a relation has besides its columns. */
import type { Pool } from 'pg'
import { z } from 'zod'
import { requireRelation, type Relation } from './columns'
import { inTransaction } from './session'

const details = z.object({
  comment: z.string().nullable(),
  /** A view's query. */
  definition: z.string().nullable(),
  bytes: z.number().nullable(),
  rowSecurity: z.enum(['off', 'on', 'forced']),
  indexes: z.array(
    z.object({
      name: z.string(),
      definition: z.string(),
      isPrimary: z.boolean(),
      isUnique: z.boolean(),
      isValid: z.boolean(),
      bytes: z.number(),
      scans: z.number(),
    }),
  ),
  constraints: z.array(
    z.object({
      name: z.string(),
      kind: z.enum([
        'check',
        'foreign key',
        'not null',
        'primary key',
        'unique',
        'exclusion',
        'other',
      ]),
      definition: z.string(),
      isValid: z.boolean(),
    }),
  ),
  referencedBy: z.array(
    z.object({ name: z.string(), schema: z.string(), table: z.string(), definition: z.string() }),
  ),
  policies: z.array(
    z.object({
      name: z.string(),
      isPermissive: z.boolean(),
      command: z.string(),
      roles: z.array(z.string()),
      using: z.string().nullable(),
      check: z.string().nullable(),
    }),
  ),
  triggers: z.array(z.object({ name: z.string(), definition: z.string(), isEnabled: z.boolean() })),
})

export type Structure = { relation: Relation } & z.infer<typeof details>

const DETAILS = `
  select json_build_object(
    'comment', obj_description(c.oid, 'pg_class'),
    'definition', case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid, true) end,
    'bytes', case when c.relkind in ('r', 'm') then pg_total_relation_size(c.oid) end,
    'rowSecurity', case when not c.relrowsecurity then 'off'
      when c.relforcerowsecurity then 'forced' else 'on' end,
    'indexes', coalesce((
      select json_agg(json_build_object(
        'name', x.relname, 'definition', pg_get_indexdef(x.oid), 'isPrimary', i.indisprimary,
        'isUnique', i.indisunique, 'isValid', i.indisvalid, 'bytes', pg_relation_size(x.oid),
        'scans', coalesce(pg_stat_get_numscans(x.oid), 0)) order by not i.indisprimary, x.relname)
      from pg_index i join pg_class x on x.oid = i.indexrelid where i.indrelid = c.oid), '[]'),
    'constraints', coalesce((
      select json_agg(json_build_object(
        'name', k.conname, 'definition', pg_get_constraintdef(k.oid, true), 'isValid', k.convalidated,
        'kind', case k.contype when 'c' then 'check' when 'f' then 'foreign key' when 'n' then 'not null'
          when 'p' then 'primary key' when 'u' then 'unique' when 'x' then 'exclusion' else 'other' end)
        order by array_position('{p,u,x,f,c,n}', k.contype::text), k.conname)
      from pg_constraint k where k.conrelid = c.oid and k.contype <> 't'), '[]'),
    'referencedBy', coalesce((
      select json_agg(json_build_object(
        'name', k.conname, 'schema', n.nspname, 'table', r.relname,
        'definition', pg_get_constraintdef(k.oid, true)) order by n.nspname, r.relname, k.conname)
      from pg_constraint k join pg_class r on r.oid = k.conrelid
        join pg_namespace n on n.oid = r.relnamespace
      where k.confrelid = c.oid and k.contype = 'f' and k.conparentid = 0), '[]'),
    'policies', coalesce((
      select json_agg(json_build_object(
        'name', p.polname, 'isPermissive', p.polpermissive,
        'command', case p.polcmd when 'r' then 'SELECT' when 'a' then 'INSERT' when 'w' then 'UPDATE'
          when 'd' then 'DELETE' else 'ALL' end,
        'roles', (select json_agg(coalesce(r.rolname, 'public') order by r.rolname)
          from unnest(p.polroles) role left join pg_roles r on r.oid = role),
        'using', pg_get_expr(p.polqual, p.polrelid),
        'check', pg_get_expr(p.polwithcheck, p.polrelid)) order by p.polname)
      from pg_policy p where p.polrelid = c.oid), '[]'),
    'triggers', coalesce((
      select json_agg(json_build_object(
        'name', t.tgname, 'definition', pg_get_triggerdef(t.oid, true),
        'isEnabled', t.tgenabled <> 'D') order by t.tgname)
      from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal), '[]'))
  from pg_class c where c.oid = $1::oid`

/** @throws TableError if there's no such relation */
export async function describe(pool: Pool, schema: string, name: string): Promise<Structure> {
  return inTransaction(pool, 'read only', async (query) => {
    const relation = await requireRelation(query, schema, name)
    const [[json] = []] = await query(DETAILS, [relation.oid])
    return { relation, ...details.parse(JSON.parse(json ?? 'null')) }
  })
}

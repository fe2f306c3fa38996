/** EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON), read into a tree. */
import { DatabaseError, type PoolClient, type QueryArrayConfig } from 'pg'
import { z } from 'zod'

const PREFIX = 'explain (analyze, buffers, format json) '

export interface PlanNode {
  /** `Index Scan using posts_pkey on posts` */
  title: string
  /** Its relation to its parent, if it's special: `InitPlan`, `SubPlan`. */
  role: string | null
  cost: { startup: number; total: number }
  rows: { planned: number; actual: number | null }
  loops: number | null
  /** All loops with the nodes below, in milliseconds. Null without ANALYZE. */
  time: number | null
  /** The same without the nodes below. */
  ownTime: number | null
  /** Blocks of 8 kB cached, read and written, with the nodes below. */
  buffers: { hit: number; read: number; written: number } | null
  /** Conditions, sort keys and the like, as Postgres names them. */
  details: { name: string; value: string }[]
  children: PlanNode[]
}

export interface Explained {
  root: PlanNode
  planning: number | null
  execution: number | null
  triggers: { name: string; time: number; calls: number }[]
}

const number = z.number().optional()
interface RawNode {
  'Node Type': string
  'Startup Cost': number
  'Total Cost': number
  'Plan Rows': number
  Plans?: RawNode[] | undefined
  [key: string]: unknown
}
const rawNode: z.ZodType<RawNode> = z.lazy(() =>
  z.looseObject({
    'Node Type': z.string(),
    'Startup Cost': z.number(),
    'Total Cost': z.number(),
    'Plan Rows': z.number(),
    Plans: rawNode.array().optional(),
  }),
)
const measured = z.looseObject({
  'Actual Rows': number,
  'Actual Loops': number,
  'Actual Total Time': number,
  'Shared Hit Blocks': number,
  'Shared Read Blocks': number,
  'Shared Written Blocks': number,
})
const document = z.tuple([
  z.looseObject({
    Plan: rawNode,
    'Planning Time': number,
    'Execution Time': number,
    Triggers: z
      .array(z.looseObject({ 'Trigger Name': z.string(), Time: z.number(), Calls: z.number() }))
      .optional(),
  }),
])

/** What the title and figures already say, and what only matters to programs. */
const SAID = new Set(
  `Node Type,Plans,Startup Cost,Total Cost,Plan Rows,Plan Width,Parent Relationship,Alias,Schema,
  Relation Name,Index Name,CTE Name,Function Name,Subplan Name,Join Type,Strategy,Partial Mode,Command,Operation,
  Scan Direction,Parallel Aware,Async Capable,Inner Unique,Disabled,Actual Startup Time,Actual Total Time,
  Actual Rows,Actual Loops,Shared Hit Blocks,Shared Read Blocks,Shared Written Blocks,Shared Dirtied Blocks,Original Hash Buckets,Original Hash Batches,
  Sort Space Type,Hash Batches,HashAgg Batches`.split(/,\s*/),
)

/**
 * Runs one statement under EXPLAIN (ANALYZE, BUFFERS) and rolls it back.
 * @throws Postgres's error, with positions in `sql`; for several statements too
 */
export async function explain(client: PoolClient, sql: string): Promise<Explained> {
  await client.query('begin')
  try {
    // The extended protocol refuses a text with several statements, so nothing can follow the
    // explained one and really run. (The driver's types don't know the option.)
    const query: QueryArrayConfig & { queryMode: 'extended' } = {
      text: PREFIX + sql,
      rowMode: 'array',
      queryMode: 'extended',
    }
    const { rows } = await client.query<unknown[]>(query)
    return readPlan(rows[0]?.[0])
  } catch (error) {
    if (error instanceof DatabaseError && error.position !== undefined) {
      error.position = String(Math.max(1, Number(error.position) - PREFIX.length))
    }
    throw error
  } finally {
    await client.query('rollback')
  }
}

/** Parses EXPLAIN (FORMAT JSON) output. @throws ZodError for anything else */
export function readPlan(json: unknown): Explained {
  const [explained] = document.parse(json)
  return {
    root: readNode(explained.Plan),
    planning: explained['Planning Time'] ?? null,
    execution: explained['Execution Time'] ?? null,
    triggers: (explained.Triggers ?? []).map((trigger) => ({
      name: trigger['Trigger Name'],
      time: trigger.Time,
      calls: trigger.Calls,
    })),
  }
}

/** The plan in a result of EXPLAIN (FORMAT JSON), however it was run; else null. */
export function planIn(
  column: string | undefined,
  text: string | null | undefined,
): Explained | null {
  if (column !== 'QUERY PLAN' || !text?.startsWith('[')) return null
  try {
    return readPlan(JSON.parse(text))
  } catch {
    return null
  }
}

function readNode(raw: RawNode): PlanNode {
  const children = (raw.Plans ?? []).map(readNode)
  const actual = measured.parse(raw)
  const loops = actual['Actual Loops'] ?? null
  const perLoop = actual['Actual Total Time']
  const time = perLoop === undefined || loops === null ? null : perLoop * loops
  const below = children.reduce((sum, child) => sum + (child.time ?? 0), 0)
  const hit = actual['Shared Hit Blocks']
  return {
    title: titleOf(raw),
    role: roleOf(raw),
    cost: { startup: raw['Startup Cost'], total: raw['Total Cost'] },
    rows: { planned: raw['Plan Rows'], actual: actual['Actual Rows'] ?? null },
    loops,
    time,
    // Workers run in parallel, so the nodes below may add up to more.
    ownTime: time === null ? null : Math.max(0, time - below),
    buffers:
      hit === undefined
        ? null
        : {
            hit,
            read: actual['Shared Read Blocks'] ?? 0,
            written: actual['Shared Written Blocks'] ?? 0,
          },
    details: Object.entries(raw).flatMap(([name, value]) =>
      SAID.has(name) || value === 0 || value === false ? [] : [{ name, value: textOf(value) }],
    ),
    children,
  }
}

function textOf(value: unknown): string {
  if (Array.isArray(value) && value.every((part) => typeof part === 'string'))
    return value.join(', ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

const text = (raw: RawNode, name: string): string => {
  const value = raw[name]
  return typeof value === 'string' ? value : ''
}

function titleOf(raw: RawNode): string {
  let title = raw['Node Type']
  const strategy = text(raw, 'Strategy')
  if (title === 'ModifyTable') title = text(raw, 'Operation')
  if (title === 'Aggregate' && strategy === 'Sorted') title = 'Group Aggregate'
  if (title === 'Aggregate' && strategy === 'Hashed') title = 'Hash Aggregate'
  if (text(raw, 'Partial Mode') === 'Partial') title = `Partial ${title}`
  if (text(raw, 'Scan Direction') === 'Backward') title += ' Backward'
  const join = text(raw, 'Join Type')
  if (join !== '' && join !== 'Inner') title = title.replace(/( Join)?$/, ` ${join} Join`)
  if (raw['Parallel Aware'] === true) title = `Parallel ${title}`
  const index = text(raw, 'Index Name')
  if (index !== '') title += ` using ${index}`
  const subject = ['Relation Name', 'CTE Name', 'Function Name'].map((name) => text(raw, name))
  const on = subject.find((name) => name !== '') ?? ''
  const alias = text(raw, 'Alias')
  if (on !== '') title += ` on ${on}`
  if (alias !== '' && alias !== on) title += on === '' ? ` on ${alias}` : ` ${alias}`
  return title
}

function roleOf(raw: RawNode): string | null {
  const named = text(raw, 'Subplan Name')
  if (named !== '') return named
  const role = text(raw, 'Parent Relationship')
  return role === 'InitPlan' || role === 'SubPlan' ? role : null
}

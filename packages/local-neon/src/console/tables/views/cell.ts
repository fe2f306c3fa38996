import { html, type Html } from '../../ui/html'
import { count } from '../../ui/parts'
import type { Column } from '../columns'
import type { Cell } from '../values'

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB']

/** A size, as in Postgres's own `pg_size_pretty`. */
export function size(bytes: number): string {
  const step = bytes < 1024 ? 0 : Math.min(4, Math.floor(Math.log2(bytes) / 10))
  const value = bytes / 1024 ** step
  return `${value >= 10 || step === 0 ? Math.round(value) : value.toFixed(1)} ${UNITS[step]}`
}

/** A value in a line: NULL and an empty text look like nothing else. */
export function cellView(cell: Cell | null, kind: Column['kind']): Html {
  if (cell === null) return html`<span class="absent">NULL</span>`
  if (cell.text === '') return html`<span class="absent">empty</span>`
  if (kind === 'boolean') return html`${cell.text === 't' ? 'true' : 'false'}`
  return html`<bdi>${cell.text}</bdi>`
}

/** The beginning of a value, with a way to the rest. */
export function foldedView(cell: Cell, address: string | null): Html {
  const all = count(cell.length ?? 0, 'character')
  const rest =
    address === null ? html`<small>${all}</small>` : html`<a href="${address}">${all}</a>`
  return html`<bdi>${cell.text}</bdi><span class="more">… ${rest}</span>`
}

export function titleOf({ schema, name }: { schema: string; name: string }): string {
  return schema === 'public' ? name : `${schema}.${name}`
}

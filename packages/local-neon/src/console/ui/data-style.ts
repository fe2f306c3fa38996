/** The look of rows, the SQL editor and plans. */
export const DATA_STYLE = `
:root {
  --code-string: light-dark(#8a4b00, #e8b26d); --code-number: light-dark(#6a35a8, #c7a6f5);
  --code-type: light-dark(#1f5ea8, #8fbdf2);
}
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.line { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.75rem; }
.line > p { margin: 0; }
.line > p:first-child, .line > h2 { margin: 0 auto 0 0; }
.absent { color: var(--muted); font-style: italic; }
.block { margin-top: 0.75rem; padding: 0.75rem 1rem; border-radius: var(--radius); background: var(--soft); overflow-x: auto; }
.crumbs { margin: 0.25rem 0 1.5rem; color: var(--muted); font-size: var(--small); }
a.away { color: var(--danger); font-size: var(--small); }
.button.small { min-height: 1.75rem; padding: 0.0625rem 0.625rem; font-size: var(--small); }
button[aria-disabled='true'] { opacity: 0.6; cursor: default; }

/* Tables of data use the whole width, and scroll in themselves */
main:has(.wide) { max-width: none; }
main > .tabs { margin: 0.75rem 0 1.25rem; }
.scroll:has(> .grid) { margin-top: 0.75rem; border: 1px solid var(--line); border-radius: var(--radius); background: var(--card); }
.grid { margin: 0; }
.grid th, .grid td { padding: 0.4375rem 0.75rem; border-bottom: 1px solid var(--line); }
.grid td:last-child, .grid th:last-child { padding-right: 0.75rem; }
.grid tr:last-child > * { border-bottom: 0; }
.grid tbody tr:hover { background: color-mix(in oklab, var(--soft) 55%, transparent); }
.grid thead th { color: var(--text); vertical-align: bottom; background: var(--soft); border-bottom-color: var(--line); }
.grid thead th a { color: inherit; text-decoration: none; }
.grid thead th a:hover { text-decoration: underline; }
.grid thead small { display: block; font-size: 0.75rem; font-weight: 400; }
.grid tbody th { color: var(--text); }
.grid td small { display: block; }
.grid.relations td:first-child { width: 100%; white-space: normal; }
.scroll .grid td.value > div { max-width: 22rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.grid td.json > div, .grid td.bytea > div { font-family: var(--mono); }
.scroll .grid td.value > div:has(.more) { display: flex; gap: 0.375rem; }
.grid td.value > div:has(.more) > bdi { overflow: hidden; }
.more { flex: none; }
.grid .more small { display: inline; }
.grid td.edit { position: sticky; left: 0; background: var(--card); }
.unfolded { width: 28rem; max-width: 70vw; max-height: 20rem; overflow: auto; white-space: pre-wrap; }
.pager { display: flex; justify-content: flex-end; gap: 0.75rem; margin-top: 1rem; }
.definitions { margin-top: 0.75rem; }
.definitions .line { font-weight: 500; }
.definitions small, .definitions .badge { font-weight: 400; }
.definitions pre { margin-top: 0.25rem; color: var(--muted); }

/* Traces */
.spans summary { align-items: center; }
.bar-of-span { grid-column: 1 / -1; width: 100%; height: 0.375rem; border-radius: 0.1875rem; background: var(--soft); }
.bar-of-span rect { fill: var(--accent); }
.attributes { margin: 0.5rem 0; font-size: var(--small); }
@media (min-width: 48rem) {
  .spans .meta { display: block; }
  #traces > li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.25rem 1.5rem; align-items: baseline; }
  .attributes > div { display: grid; grid-template-columns: 14rem minmax(0, 1fr); gap: 0.5rem 1rem; }
}
.attributes dt { color: var(--muted); overflow-wrap: anywhere; }
.attributes dd { margin: 0; overflow-wrap: anywhere; }

/* Filters */
.conditions { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: 0.5rem; max-width: 48rem; margin-bottom: 1rem; }
.conditions > * { min-width: 0; justify-content: center; font-size: var(--small) !important; }
.chips { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: 0.5rem; margin: 0; padding: 0; list-style: none; font-size: var(--small); }
.chips li { padding: 0.125rem 0.25rem 0.125rem 0.75rem; border-radius: 1rem; background: var(--tint); overflow-wrap: anywhere; }
.chips a { display: inline-block; min-width: 1.5rem; text-align: center; text-decoration: none; }

/* One row */
.row-form { max-width: 44rem; }
.row-field { padding: 0.625rem 0; }
.row-field .line { margin-bottom: 0.25rem; }
.row-field .line label { margin: 0; }
.row-field .line small { margin-right: auto; }
.field select.mode { width: auto; min-height: 1.75rem; padding: 0 0.375rem; font-size: var(--small); }
.row-field textarea { display: block; resize: vertical; }
.row-field textarea:not(.text), .row-field input { font-family: var(--mono); font-size: var(--small); }
.row-field:not([data-mode='value']) :is(textarea, input, select):not(.mode) { color: var(--muted); background: var(--soft); border-style: dashed; }
.now { margin: 0.375rem 0 0; padding: 0.5rem 0.75rem; border-radius: var(--radius); background: var(--tint); font-size: var(--small); }
.fields { margin: 1.25rem 0; }
.fields > div { display: grid; grid-template-columns: minmax(6rem, 12rem) 1fr; gap: 0 1rem; padding: 0.375rem 0; border-bottom: 1px solid var(--line); font-size: var(--small); }
.fields dt { color: var(--muted); overflow-wrap: anywhere; }
.fields dd { margin: 0; overflow-wrap: anywhere; }

/* SQL */
.sql-form { margin-top: 1.25rem; }
.editor textarea { display: block; width: 100%; resize: vertical; font: var(--small)/1.6 var(--mono); }
.surface { overflow: clip; border: 1px solid var(--input); border-radius: var(--radius); background: var(--page); }
.sql-form .toolbar { margin-top: 0.75rem; }
.sql-form .toolbar > :first-child { margin-right: 0; }
.inline { display: inline-flex; align-items: center; gap: 0.5rem; color: var(--muted); font-size: var(--small); }
.inline select { min-height: 2.5rem; font-size: var(--small); color: var(--text); }
.save { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; margin-top: 0.75rem; }
.save label { color: var(--muted); font-size: var(--small); }
.save input { flex: 0 1 16rem; min-width: 8rem; }
@media (min-width: 72rem) {
  .sql-form { display: grid; grid-template-columns: 1fr auto; align-items: center; column-gap: 1.5rem; }
  .editor { grid-column: 1 / -1; min-width: 0; }
  .save { flex-wrap: nowrap; }
  .save label { white-space: nowrap; }
}
.results { min-height: 4rem; margin-top: 1.5rem; transition: opacity 150ms 200ms; }
.results[aria-busy='true'] { opacity: 0.5; }
.summary { margin: 0 0 0.75rem; }
.result { margin-bottom: 1.5rem; }
.result h2 { margin-right: 0; }
.downloads { display: flex; gap: 0.75rem; margin-left: auto; font-size: var(--small); }
.failure { display: block; }
.failure p + p, .failure pre { margin-top: 0.5rem; }
.place { padding: 0.5rem 0.75rem; border-radius: 0.375rem; background: var(--page); color: var(--text); }
.place span { margin-right: 0.75rem; color: var(--muted); user-select: none; }
.place mark { background: var(--danger-soft); color: var(--danger); text-decoration: underline wavy; text-underline-offset: 0.25em; }
.library { margin-top: 2.5rem; }
.library h2 { margin-top: 0; }
.library .rows { margin-top: 0.75rem; }
.library .line { justify-content: space-between; }
.history code { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; overflow-wrap: anywhere; }
.history a { color: inherit; text-decoration: none; }
.history a:hover { text-decoration: underline; }
.plan, .plan ul { margin: 0; padding: 0; list-style: none; }
.plan ul { margin-left: 0.75rem; padding-left: 1.25rem; border-left: 1px solid var(--line); }
.node { padding: 0.625rem 0; }
.node .line { justify-content: flex-start; }
.node meter { width: min(100%, 16rem); height: 0.375rem; border: 0; border-radius: 1rem; background: var(--soft); appearance: none; overflow: hidden; }
.node meter::-webkit-meter-inner-element { display: block; }
.node meter::-webkit-meter-bar { height: 0.375rem; border: 0; border-radius: 1rem; background: var(--soft); }
.node meter::-webkit-meter-optimum-value { border-radius: 1rem; background: var(--accent); }
.node meter::-moz-meter-bar { background: var(--accent); }
.details { display: flex; flex-wrap: wrap; gap: 0 1rem; font-size: var(--small); overflow-wrap: anywhere; }
.details span { color: var(--muted); }
@media (max-width: 40rem) {
  .plan ul { margin-left: 0; padding-left: 0.75rem; }
}
`

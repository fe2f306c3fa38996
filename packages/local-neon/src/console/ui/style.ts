import { TOKENS } from '../../http/look'

/** The console's look. */
export const STYLE = `${TOKENS}
/* The page */
html { overflow-y: scroll; }
a { color: var(--accent); text-underline-offset: 0.2em; }
a:hover { color: var(--accent-hover); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 0.25rem; }
::selection { background: color-mix(in oklab, var(--accent) 25%, transparent); }
[hidden] { display: none !important; }
.skip { position: absolute; left: -100vw; z-index: 2; padding: 0.5rem 1rem; background: var(--card); }
.skip:focus { left: 1rem; top: 0.5rem; }
.bar {
  display: flex; align-items: center; justify-content: space-between; gap: 1rem; min-height: 3.5rem;
  padding: 0 1rem; border-bottom: 1px solid var(--line);
}
.name { display: flex; align-items: center; gap: 0.625rem; color: inherit; font-weight: 600; letter-spacing: -0.01em; text-decoration: none; }
.name:hover { color: inherit; }
.name svg { width: 1.25rem; height: 1.25rem; flex: none; }
.name rect { fill: var(--accent); }
.name path { fill: none; stroke: var(--on-accent); stroke-width: 2.25; stroke-linecap: round; stroke-linejoin: round; }
nav h2 { margin: 1.25rem 0 0.25rem; padding: 0 0.75rem; color: var(--muted); font-size: var(--small); font-weight: 400; }
nav ul { margin: 0; padding: 0; list-style: none; }
nav li a { display: block; padding: 0.3125rem 0.75rem; border-radius: 0.375rem; color: inherit; font-size: var(--small); text-decoration: none; }
nav li a:hover { background: var(--soft); color: inherit; }
nav li a[aria-current] { background: var(--tint); color: var(--accent); font-weight: 500; }
nav[popover] {
  inset: 3.5rem 0 auto 0; width: auto; max-height: calc(100dvh - 3.5rem); margin: 0; padding: 0.75rem 0.25rem 1.25rem;
  border: 0; border-bottom: 1px solid var(--line); background: var(--card); color: inherit;
  box-shadow: 0 8px 28px rgb(0 0 0 / 0.12);
}
nav[popover]::backdrop { background: light-dark(rgb(20 20 24 / 0.3), rgb(0 0 0 / 0.5)); inset: 3.5rem 0 0; }
nav li a { min-height: 2.25rem; }
main { max-width: 64rem; padding: 2rem 1rem 4rem; }
main:focus { outline: none; }
@media (min-width: 56rem) {
  body { display: grid; grid-template: auto 1fr / 15rem minmax(0, 1fr); min-height: 100dvh; }
  .bar { padding: 0 1.25rem; border: 0; }
  .menu { display: none; }
  .name { font-size: 0.9375rem; white-space: nowrap; }
  .bar, nav[popover] { grid-column: 1; }
  body::before { content: ''; grid-area: 1 / 1 / 3 / 2; border-right: 1px solid var(--line); background: var(--card); }
  .bar { grid-row: 1; position: sticky; top: 0; z-index: 1; }
  nav[popover] {
    display: block; position: sticky; top: 3.5rem; grid-row: 2; align-self: start; padding: 0 0.5rem 1.25rem;
    max-height: calc(100dvh - 3.5rem); border: 0; background: none; box-shadow: none; overflow-y: auto;
  }
  nav li a { min-height: 0; }
  main { grid-area: 1 / 2 / 3 / 3; width: 100%; padding: 2rem 2.5rem 4rem; }
}

/* Text */
h1, h2, h3 { margin: 0; text-wrap: balance; overflow-wrap: anywhere; }
h2, h3 { line-height: 1.25; }
main h2 { margin-top: 2.5rem; font-size: 1rem; font-weight: 600; }
p { margin: 0.5rem 0 0; max-width: 42rem; text-wrap: pretty; overflow-wrap: anywhere; }
.number { font-family: var(--mono); font-size: var(--small); font-variant-numeric: tabular-nums; }
td.number { white-space: nowrap; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
pre.code { font-size: 1.5rem; letter-spacing: 0.1em; }
.copyable {
  display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.25rem 0.75rem; align-items: start;
  margin-top: 0.5rem; padding: 0.75rem 0.75rem 0.75rem 1rem; background: var(--soft); border-radius: var(--radius);
}
.badge {
  display: inline-block; padding: 0 0.5rem; border-radius: 0.375rem; background: var(--soft); color: var(--muted);
  font-size: 0.8125rem; font-weight: 400; white-space: nowrap;
}
.badge.good { color: var(--accent); }
.badge.bad { color: var(--danger); }

/* Lists and tables */
.counters { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 9rem), 1fr)); gap: 0.75rem; margin: 1.5rem 0 0; padding: 0; list-style: none; }
.counters a { display: block; padding: 0.75rem 1rem; border: 1px solid var(--line); border-radius: var(--radius-large); background: var(--card); color: inherit; text-decoration: none; }
.counters a:hover { border-color: var(--input); }
.counters span { display: block; color: var(--muted); font-size: var(--small); }
.counters strong { font-size: 1.25rem; font-weight: 400; }
.rows { margin: 1.5rem 0 0; padding: 0; list-style: none; border-top: 1px solid var(--line); }
.rows > li { padding: 0.875rem 0; border-bottom: 1px solid var(--line); }
.rows:empty { border: 0; }
.empty h2, .toolbar h2, .card h2, dialog h2 { margin: 0; }
.meta { display: flex; flex-wrap: wrap; gap: 0 1rem; margin-top: 0.25rem; color: var(--muted); font-size: var(--small); }
.meta .failed { color: var(--danger); }
summary { cursor: pointer; }
.user, .lines summary, #requests > li { display: grid; gap: 0.25rem 1.5rem; }
.user > .meta, .lines .meta { margin: 0; }
.user a { font-weight: 500; }
.user:has(form) { grid-template-columns: minmax(0, 1fr) auto; }
.user .meta a { color: inherit; font-weight: 400; }
.lines summary { list-style: none; }
.lines summary::-webkit-details-marker { display: none; }
.lines summary:hover .line { color: var(--accent-hover); }
.lines details { padding: 0; }
details[open] > :last-child { margin-bottom: 0.5rem; }
summary .line { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; overflow-wrap: anywhere; }
details[open] > summary .line { color: var(--muted); -webkit-line-clamp: 1; }
.user > *, .lines summary > *, #requests > li > * { min-width: 0; }
.meta bdi { overflow-wrap: anywhere; }
.lines .caption, .values dt { color: var(--muted); font-size: var(--small); font-weight: 500; }
.lines .caption { margin: 0.75rem 0 0.25rem; }
.lines p { font-size: var(--small); }
.lines pre { padding: 0.75rem 1rem; background: var(--soft); border-radius: var(--radius); }
.values { margin: 0; }
.values > div { display: grid; grid-template-columns: 2.5rem minmax(0, 1fr); gap: 0.5rem; }
.values dt { font-family: var(--mono); }
.values dd { margin: 0; overflow-wrap: anywhere; }
@media (min-width: 48rem) {
  .user, .lines summary, #requests > li { grid-template-columns: minmax(0, 1fr) auto; align-items: baseline; }
  .lines > li { padding: 0.5rem 0; }
  summary .line { -webkit-line-clamp: 1; }
  .lines .meta { display: grid; grid-template-columns: 5rem 5rem 5.5rem auto; gap: 0.75rem; text-align: right; }
  #requests .meta { grid-template-columns: 5.5rem 5rem 12rem auto; }
}
.facts { display: flex; flex-wrap: wrap; gap: 0.75rem 2rem; margin: 1rem 0 0; font-size: var(--small); }
.facts dt { color: var(--muted); }
.facts dd { margin: 0; }
.folds { margin-top: 0.75rem; border-top: 1px solid var(--line); }
.folds details { border-bottom: 1px solid var(--line); padding-bottom: 0; }
.folds summary { padding: 0.625rem 0; font-size: var(--small); font-weight: 500; }
.folds details[open] { padding-bottom: 1rem; }
.folds .copyable { margin-top: 0; }
.scroll { overflow-x: auto; }
table { width: 100%; margin-top: 0.5rem; border-collapse: collapse; font-size: var(--small); }
th { color: var(--muted); font-weight: 500; text-align: left; white-space: nowrap; }
th, td { padding: 0.375rem 1.5rem 0.375rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td:last-child, th:last-child { padding-right: 0; }
.copies > li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.5rem 1.5rem; }
.copies strong { font-weight: 500; }
.copies .actions { gap: 0.5rem; margin: 0; }
.shapes td:first-child { min-width: 18rem; }
.shapes .end { white-space: nowrap; }
.shapes a { color: inherit; text-decoration: none; overflow-wrap: anywhere; }
.shapes a:hover { text-decoration: underline; }
.end { text-align: right; }
.empty { margin-top: 1.5rem; padding: 2.5rem 1rem; border: 1px dashed var(--line); border-radius: var(--radius-large); text-align: center; }
.empty p { margin-inline: auto; }
h2 + .rows, .toolbar + .rows { margin-top: 0.75rem; }
.mail { margin-top: 1.5rem; padding: 1.25rem; border: 1px solid var(--line); border-radius: var(--radius-large); background: var(--card); }
article.mail pre { font: inherit; }
iframe.mail { display: block; width: 100%; height: 60vh; padding: 0; background: #fff; color-scheme: light; }

/* Above lists */
.lead { color: var(--muted); }
.toolbar { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 0.75rem; margin-top: 1.25rem; }
.toolbar > p { margin: 0; }
.toolbar > :first-child { margin-right: auto; }
.toolbar.title { margin: 0; min-height: 2.5rem; }
.columns.even { align-items: stretch; }
h2 + .toolbar, .columns + .toolbar { margin-top: 2.5rem; }
.tabs { display: flex; gap: 0.25rem; width: fit-content; padding: 0.1875rem; border-radius: var(--radius); background: var(--soft); }
.tabs a { padding: 0.125rem 0.75rem; border-radius: 0.375rem; color: var(--muted); font-size: var(--small); text-decoration: none; }
.tabs a:hover { color: var(--text); }
.tabs a[aria-current] { background: var(--card); color: var(--text); font-weight: 500; box-shadow: 0 1px 2px rgb(0 0 0 / 0.1); }
.filter { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 0.75rem; margin-top: 0.75rem; }
.filter input[type='search'] { flex: 1 1 16rem; min-width: 0; font-size: var(--small); }
.filter button { min-height: 2.5rem; font-size: var(--small); }
.check { display: inline-flex; align-items: center; gap: 0.375rem; font-size: var(--small); cursor: pointer; }
.check input { width: 1rem; height: 1rem; margin: 0; accent-color: var(--accent); }
.live button::before { content: ''; width: 0.5rem; height: 0.5rem; margin-right: 0.5rem; border-radius: 50%; background: var(--muted); }
.live button[aria-pressed='true']::before { background: var(--accent); }

/* Notices and dialogs */
dialog {
  width: min(28rem, calc(100vw - 2rem)); padding: 1.5rem; border: 1px solid var(--line); border-radius: var(--radius-large);
  background: var(--card); color: var(--text); box-shadow: 0 1px 2px rgb(0 0 0 / 0.06), 0 8px 28px rgb(0 0 0 / 0.12);
}
dialog::backdrop { background: light-dark(rgb(20 20 24 / 0.45), rgb(0 0 0 / 0.65)); }
.notice { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem; margin-bottom: 1.5rem; padding: 0.75rem 1rem; border-radius: var(--radius); }
.notice p, .notice form { margin: 0; }
.notice.good { background: var(--tint); }
.notice.bad { background: var(--danger-soft); }
.notice.bad, .error { color: var(--danger); }
.error { margin: 0.25rem 0 0; font-size: var(--small); }

/* Forms */
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1.5rem; align-items: start; margin-top: 1.5rem; }
.narrow { max-width: 28rem; margin-top: 1.5rem !important; }
h2 + .narrow { margin-top: 0.25rem !important; }
fieldset, .card { margin: 0; padding: 1.25rem; min-width: 0; border: 1px solid var(--line); border-radius: var(--radius-large); background: var(--card); }
legend { float: left; width: 100%; margin-bottom: 0.5rem; padding: 0; font-weight: 600; }
legend + * { clear: both; }
.choice { display: flex; gap: 0.75rem; align-items: flex-start; padding: 0.375rem 0; cursor: pointer; }
.choice input { flex: none; width: 1.125rem; height: 1.125rem; margin: 0.25rem 0 0; accent-color: var(--accent); }
.choice small { display: block; }
.field { padding: 0.375rem 0; }
.field label { display: block; margin-bottom: 0.25rem; font-size: var(--small); font-weight: 500; }
input:not([type='radio'], [type='checkbox']), select, textarea {
  min-height: 2.5rem; padding: 0.375rem 0.75rem; font: inherit; color: inherit; background: var(--page);
  border: 1px solid var(--input); border-radius: var(--radius);
}
.field input, .field select, .field textarea { width: 100%; }
::file-selector-button {
  margin-right: 0.75rem; padding: 0 0.625rem; font: inherit; font-size: var(--small); color: var(--text);
  border: 1px solid var(--input); border-radius: 0.375rem; background: var(--soft);
}
[aria-invalid='true'] { border-color: var(--danger) !important; }
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: 0.75rem; margin-top: 1.25rem; }
button, .button {
  display: inline-flex; align-items: center; min-height: 2.5rem; padding: 0.375rem 1rem; font: inherit; font-weight: 500;
  text-decoration: none; cursor: pointer; white-space: nowrap;
  border: 1px solid var(--accent); border-radius: var(--radius); background: var(--accent); color: var(--on-accent);
}
button:hover, .button:hover { background: var(--accent-hover); border-color: var(--accent-hover); color: var(--on-accent); }
button.quiet, .button.quiet { background: none; border-color: var(--input); color: var(--text); }
button.quiet:hover, .button.quiet:hover { background: var(--soft); }
button:disabled { opacity: 0.5; cursor: not-allowed; }
button.danger { background: var(--danger-fill); border-color: var(--danger-fill); color: #fff; }
button.danger:hover { background: var(--danger-fill-hover); border-color: var(--danger-fill-hover); }
button.small, .button.small, button.copy { min-height: 1.75rem; padding: 0.0625rem 0.625rem; font-size: var(--small); }
button.copy { background: var(--card); }
@media (prefers-reduced-motion: reduce) {
  *, ::before, ::after { animation: none !important; transition: none !important; }
}
`

/** The look of the console: calm, in both themes, from 320 px on, without any file from elsewhere. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: light-dark(#fcfcfb, #131315); --card: light-dark(#fff, #1a1a1d); --soft: light-dark(#f2f2f1, #242428);
  --text: light-dark(#1b1b1f, #ececee); --muted: light-dark(#5b5b63, #a6a6af);
  --line: light-dark(#e4e4e2, #2c2c31); --input: light-dark(#85858d, #75757f);
  --accent: light-dark(#0c6b5d, #63cdb6); --accent-hover: light-dark(#085246, #86dcc9);
  --on-accent: light-dark(#fff, #06251f); --tint: light-dark(#e4f2ee, #16302b);
  --danger: light-dark(#b3261e, #ff9189); --danger-soft: light-dark(#fcecea, #3a1a18);
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; overflow-y: scroll; background: var(--page); }
body {
  margin: 0; color: var(--text); overflow-wrap: anywhere;
  font: 1rem/1.6 ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif;
}
a { color: var(--accent); text-underline-offset: 0.2em; }
a:hover { color: var(--accent-hover); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 0.25rem; }
.skip { position: absolute; left: -100vw; padding: 0.5rem 1rem; background: var(--card); }
.skip:focus { left: 1rem; top: 0.5rem; }
.bar { border-bottom: 1px solid var(--line); background: var(--card); }
.bar > div, main { max-width: 60rem; margin: 0 auto; padding: 0 1rem; }
.bar > div { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 1.5rem; padding-top: 0.75rem; }
.bar strong { font-weight: 600; letter-spacing: -0.01em; }
nav ul { display: flex; flex-wrap: wrap; gap: 0 1rem; margin: 0; padding: 0; list-style: none; }
nav a {
  display: block; padding: 0.5rem 0; color: var(--muted); font-size: 0.875rem; text-decoration: none;
  border-bottom: 2px solid transparent;
}
nav a:hover { color: var(--text); }
nav a[aria-current] { color: var(--text); font-weight: 500; border-color: var(--accent); }
main { padding-top: 2rem; padding-bottom: 4rem; }
h1, h2 { margin: 0; line-height: 1.25; text-wrap: balance; }
h1 { font-size: clamp(1.625rem, 1.45rem + 0.75vw, 2rem); font-weight: 600; letter-spacing: -0.022em; }
h2 { margin-top: 2.5rem; font-size: 1rem; font-weight: 600; }
.rows h2, .empty h2 { margin: 0; }
p { margin: 0.5rem 0 0; max-width: 42rem; text-wrap: pretty; }
.muted, small { color: var(--muted); font-size: 0.875rem; }
code, pre, .number { font-family: var(--mono); font-size: 0.875rem; }
.number { font-variant-numeric: tabular-nums; }
pre { margin: 0; white-space: pre-wrap; }
.copyable {
  display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.25rem 0.75rem; align-items: start;
  margin-top: 0.5rem; padding: 0.75rem 0.75rem 0.75rem 1rem; background: var(--soft); border-radius: 0.5rem;
}
.counters { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 0.75rem; margin: 1.5rem 0 0; }
.counters > div { padding: 0.75rem 1rem; border: 1px solid var(--line); border-radius: 0.875rem; background: var(--card); }
.counters dt { color: var(--muted); font-size: 0.875rem; }
.counters dd { margin: 0; font-size: 1.25rem; font-family: var(--mono); }
.rows { margin: 1.5rem 0 0; padding: 0; list-style: none; border-top: 1px solid var(--line); }
.rows > li { padding: 0.875rem 0; border-bottom: 1px solid var(--line); }
.meta { display: flex; flex-wrap: wrap; gap: 0 1rem; margin-top: 0.25rem; color: var(--muted); font-size: 0.875rem; }
.meta .failed { color: var(--danger); }
.badge { padding: 0 0.5rem; border-radius: 0.375rem; background: var(--soft); color: var(--muted); font-size: 0.875rem; }
details { margin-top: 0.5rem; }
summary { color: var(--accent); font-size: 0.875rem; cursor: pointer; }
.scroll { overflow-x: auto; }
table { width: 100%; margin-top: 0.5rem; border-collapse: collapse; font-size: 0.875rem; }
th { color: var(--muted); font-weight: 500; text-align: left; white-space: nowrap; }
th, td { padding: 0.375rem 1.5rem 0.375rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td:last-child, th:last-child { padding-right: 0; }
.scroll td { white-space: nowrap; }
.scroll td:last-child { min-width: 16rem; white-space: normal; }
.end { text-align: right; }
.empty { margin-top: 1.5rem; padding: 2rem 1rem; border: 1px dashed var(--line); border-radius: 0.875rem; text-align: center; }
.empty p { margin-inline: auto; }
.mail { margin-top: 1.5rem; padding: 1.25rem; border: 1px solid var(--line); border-radius: 0.875rem; background: var(--card); }
.mail pre { font: inherit; }
pre.code { font-size: 1.5rem; letter-spacing: 0.1em; }
.notice { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1rem; margin-bottom: 1rem; padding: 0.75rem 1rem; border-radius: 0.5rem; }
.notice + h1 { margin-top: 2rem; }
.notice p, .notice form { margin: 0; }
.good { background: var(--tint); }
.bad { background: var(--danger-soft); }
.bad, .error { color: var(--danger); }
.error { margin: 0.25rem 0 0; font-size: 0.875rem; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1.5rem; align-items: start; margin-top: 1.5rem; }
fieldset { margin: 0; padding: 1.25rem; min-width: 0; border: 1px solid var(--line); border-radius: 0.875rem; background: var(--card); }
legend { float: left; width: 100%; margin-bottom: 0.5rem; padding: 0; font-weight: 600; }
legend + * { clear: both; }
.choice { display: flex; gap: 0.75rem; align-items: flex-start; padding: 0.375rem 0; cursor: pointer; }
.choice input { flex: none; width: 1.125rem; height: 1.125rem; margin: 0.25rem 0 0; accent-color: var(--accent); }
.choice small { display: block; }
.field { padding: 0.375rem 0; }
.field label { display: block; margin-bottom: 0.25rem; font-size: 0.875rem; font-weight: 500; }
.field input, .field select, .field textarea {
  width: 100%; padding: 0.5rem 0.75rem; font: inherit; color: inherit; background: var(--page);
  border: 1px solid var(--input); border-radius: 0.5rem;
}
.field [aria-invalid='true'] { border-color: var(--danger); }
.actions { display: flex; flex-wrap: wrap; gap: 0.75rem; margin-top: 1.25rem; }
button {
  min-height: 2.5rem; padding: 0.375rem 1rem; font: inherit; font-weight: 500; cursor: pointer;
  border: 1px solid var(--accent); border-radius: 0.5rem; background: var(--accent); color: var(--on-accent);
}
button:hover { background: var(--accent-hover); border-color: var(--accent-hover); }
button.quiet { background: none; border-color: var(--input); color: var(--text); }
button.quiet:hover { background: var(--soft); }
button.copy { min-height: 0; padding: 0.125rem 0.625rem; font-size: 0.875rem; background: var(--card); }
[hidden] { display: none !important; }
`

/** The one script: copying. Everything else works without. */
export const SCRIPT = `
for (const button of document.querySelectorAll('button.copy')) {
  button.hidden = false
  button.addEventListener('click', async () => {
    const text = button.parentElement.querySelector('pre, code').textContent
    let said = 'Copied'
    try { await navigator.clipboard.writeText(text) } catch { said = 'Not allowed' }
    button.textContent = said
    setTimeout(() => { button.textContent = 'Copy' }, 2000)
  })
}
`

import { createHash } from 'node:crypto'

/** The look of the pages: calm, in both themes, from 320 px on, without any file from elsewhere. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #fcfcfb; --card: #fff; --text: #1b1b1f; --muted: #5b5b63; --line: #e4e4e2; --input: #85858d;
  --accent: #0c6b5d; --on-accent: #fff; --tint: #e4f2ee; --danger: #b3261e; --note: #fef9e7; --note-line: #e5d38a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #131315; --card: #1a1a1d; --text: #ececee; --muted: #a6a6af; --line: #2c2c31; --input: #75757f;
    --accent: #63cdb6; --on-accent: #06251f; --tint: #16302b; --danger: #ff9189; --note: #2a2614; --note-line: #5c5224;
  }
}
*, ::before, ::after { box-sizing: border-box; }
body {
  margin: 0; padding: 1.5rem 1rem 3rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif;
  overflow-wrap: anywhere;
}
main {
  max-width: 28rem; margin: 0 auto; padding: 1.5rem;
  background: var(--card); border: 1px solid var(--line); border-radius: 1rem;
}
@media (min-width: 40rem) { body { padding-top: 8vh; } main { padding: 2rem; } }
h1 { margin: 0; font-size: 1.5rem; line-height: 1.25; letter-spacing: -0.01em; }
p { margin: 0.75rem 0 0; }
.muted { color: var(--muted); font-size: 0.875rem; }
.note {
  margin-top: 1rem; padding: 0.75rem 1rem; font-size: 0.875rem;
  background: var(--note); border: 1px solid var(--note-line); border-radius: 0.625rem;
}
form { margin-top: 1.5rem; }
fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
legend { padding: 0; margin-bottom: 0.5rem; font-weight: 600; }
.account {
  display: flex; gap: 0.75rem; align-items: flex-start; margin-top: 0.5rem; padding: 0.75rem 1rem;
  border: 1px solid var(--line); border-radius: 0.625rem; cursor: pointer;
}
.account:has(:checked) { border-color: var(--accent); background: var(--tint); }
.account:focus-within, input:focus-visible, button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.account input:focus-visible { outline: none; }
input[type='radio'] { flex: none; width: 1.125rem; height: 1.125rem; margin: 0.2rem 0 0; accent-color: var(--accent); }
.account span, .account small { display: block; }
.account small { color: var(--muted); font-size: 0.875rem; }
.typed { margin: 0.75rem 0 0 0.25rem; padding-left: 1rem; border-left: 2px solid var(--line); }
form:not(:has(#account-other:checked)) .typed { display: none; }
.field { margin-top: 0.75rem; }
.field label { display: block; margin-bottom: 0.25rem; font-size: 0.875rem; font-weight: 500; }
.field input {
  width: 100%; padding: 0.5rem 0.75rem; font: inherit; color: inherit; background: var(--card);
  border: 1px solid var(--input); border-radius: 0.5rem;
}
.field input[aria-invalid='true'] { border-color: var(--danger); }
.error { margin-top: 0.25rem; color: var(--danger); font-size: 0.875rem; }
.choices { margin-top: 0.75rem; font-size: 0.875rem; }
.choices legend { font-weight: 500; margin-bottom: 0.25rem; }
.choices label { display: inline-flex; gap: 0.5rem; margin-right: 1.25rem; padding: 0.25rem 0; cursor: pointer; }
.choices input { margin-top: 0.1rem; }
.buttons { display: flex; flex-wrap: wrap; gap: 0.75rem; margin-top: 1.5rem; }
button {
  flex: 1 1 8rem; min-height: 2.75rem; padding: 0.5rem 1rem; font: inherit; font-weight: 600; cursor: pointer;
  border: 1px solid var(--accent); border-radius: 0.625rem; background: var(--accent); color: var(--on-accent);
}
button.quiet { background: none; border-color: var(--input); color: inherit; }
button:hover { filter: brightness(1.08); }
`

/**
 * The pages run no script and load nothing. There is no `form-action`: browsers apply it to the
 * redirects after a form as well, and the one after consent leads to the app's own origin.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  'img-src data:',
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

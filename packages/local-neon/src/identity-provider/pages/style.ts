import { createHash } from 'node:crypto'
import { TOKENS } from '../../http/look'

/** The pages' look, from 320 px up. */
export const STYLE = `${TOKENS}
body { padding: 1.5rem 1rem 3rem; overflow-wrap: anywhere; }
main {
  max-width: 28rem; margin: 0 auto; padding: 1.5rem;
  background: var(--card); border: 1px solid var(--line); border-radius: var(--radius-large);
}
@media (min-width: 40rem) { body { padding-top: 8vh; } main { padding: 2rem; } }
h1 { margin: 0; font-size: 1.5rem; text-wrap: balance; }
p { margin: 0.75rem 0 0; }
.note {
  margin-top: 1rem; padding: 0.75rem 1rem; font-size: var(--small);
  background: var(--soft); border-radius: var(--radius);
}
form { margin-top: 1.5rem; }
fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
legend { padding: 0; margin-bottom: 0.5rem; font-weight: 600; }
.account {
  display: flex; gap: 0.75rem; align-items: flex-start; margin-top: 0.5rem; padding: 0.75rem 1rem;
  border: 1px solid var(--line); border-radius: var(--radius); cursor: pointer;
}
.account:has(:checked) { border-color: var(--accent); background: var(--tint); }
.account:focus-within, input:focus-visible, button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.account input:focus-visible { outline: none; }
input[type='radio'] { flex: none; width: 1.125rem; height: 1.125rem; margin: 0.2rem 0 0; accent-color: var(--accent); }
.account span, .account small { display: block; }
.typed { margin: 0.75rem 0 0 0.25rem; padding-left: 1rem; border-left: 2px solid var(--line); }
form:not(:has(#account-other:checked)) .typed { display: none; }
.field { margin-top: 0.75rem; }
.field label { display: block; margin-bottom: 0.25rem; font-size: var(--small); font-weight: 500; }
.field input {
  width: 100%; padding: 0.5rem 0.75rem; font: inherit; color: inherit; background: var(--page);
  border: 1px solid var(--input); border-radius: var(--radius);
}
.field input[aria-invalid='true'] { border-color: var(--danger); }
.error { margin-top: 0.25rem; color: var(--danger); font-size: var(--small); }
.choices { margin-top: 0.75rem; font-size: var(--small); }
.choices legend { font-weight: 500; margin-bottom: 0.25rem; }
.choices label { display: inline-flex; gap: 0.5rem; margin-right: 1.25rem; padding: 0.25rem 0; cursor: pointer; }
.choices input { margin-top: 0.1rem; }
.buttons { display: flex; flex-wrap: wrap; gap: 0.75rem; margin-top: 1.5rem; }
button {
  flex: 1 1 8rem; min-height: 2.75rem; padding: 0.5rem 1rem; font: inherit; font-weight: 500; cursor: pointer;
  border: 1px solid var(--accent); border-radius: var(--radius); background: var(--accent); color: var(--on-accent);
}
button:hover { background: var(--accent-hover); border-color: var(--accent-hover); }
button.quiet { background: none; border-color: var(--input); color: inherit; }
button.quiet:hover { background: var(--soft); }
`

/**
 * The pages run no scripts and only load their fonts. There is no `form-action`: browsers also apply it to
 * the redirects after a form, and the one after consent leads to the app's own origin.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  'img-src data:',
  "font-src 'self'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

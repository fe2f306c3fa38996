/** The look of all pages: the app's own (its tokens are in the starter's globals.css). */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** The font files, by their names in the style (SIL Open Font License 1.1). */
const files = new Map([
  ['geist.woff2', '@fontsource-variable/geist/files/geist-latin-wght-normal.woff2'],
  ['geist-mono.woff2', '@fontsource-variable/geist-mono/files/geist-mono-latin-wght-normal.woff2'],
])

/** A font named in `TOKENS`, from below `/static/`; null if there is none. */
export async function readFont(name: string): Promise<Uint8Array<ArrayBuffer> | null> {
  const file = files.get(name)
  return file === undefined ? null : new Uint8Array(await readFile(require.resolve(file)))
}

/** Headers for answers that browsers may keep. */
export const KEPT = { 'Cache-Control': 'public, max-age=31536000, immutable' }

/** Fonts, colours and sizes, light and dark. */
export const TOKENS = `
@font-face { font-family: Geist; src: url(/static/geist.woff2) format('woff2'); font-weight: 100 900; font-display: swap; }
@font-face { font-family: 'Geist Mono'; src: url(/static/geist-mono.woff2) format('woff2'); font-weight: 100 900; font-display: swap; }
:root {
  color-scheme: light dark;
  --page: light-dark(#fcfcfb, #131315); --card: light-dark(#fff, #1a1a1d); --soft: light-dark(#f2f2f1, #242428);
  --text: light-dark(#1b1b1f, #ececee); --muted: light-dark(#5b5b63, #a6a6af);
  --line: light-dark(#e4e4e2, #2c2c31); --input: light-dark(#85858d, #75757f);
  --accent: light-dark(#0c6b5d, #63cdb6); --accent-hover: light-dark(#085246, #86dcc9);
  --on-accent: light-dark(#fff, #06251f); --tint: light-dark(#e4f2ee, #16302b);
  --danger: light-dark(#b3261e, #ff9189); --danger-soft: light-dark(#fcecea, #3a1a18);
  --danger-fill: light-dark(#b3261e, #c63a30); --danger-fill-hover: light-dark(#8f1d17, #ad2f26);
  --sans: Geist, ui-sans-serif, system-ui, sans-serif; --mono: 'Geist Mono', ui-monospace, monospace;
  --small: 0.875rem; --radius: 0.5rem; --radius-large: 0.875rem;
}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; background: var(--page); }
body {
  margin: 0; color: var(--text); font: 1rem/1.625 var(--sans); overflow-wrap: break-word;
  font-synthesis-weight: none; -webkit-font-smoothing: antialiased;
}
h1 { font-size: clamp(1.625rem, 1.45rem + 0.75vw, 2rem); font-weight: 600; line-height: 1.2; letter-spacing: -0.022em; }
.muted, small { color: var(--muted); font-size: var(--small); }
code, pre { font-family: var(--mono); font-size: var(--small); }
`

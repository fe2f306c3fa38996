import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { Hono } from 'hono'
import { browserScript } from './browser-scripts'
import { DATA_STYLE } from './data-style'
import { SCRIPT } from './script'
import { STYLE } from './style'

const require = createRequire(import.meta.url)

/** The fonts' files, by the name that the style has for them (SIL Open Font License 1.1). */
const fonts: Record<string, string> = {
  'geist.woff2': '@fontsource-variable/geist/files/geist-latin-wght-normal.woff2',
  'geist-mono.woff2': '@fontsource-variable/geist-mono/files/geist-mono-latin-wght-normal.woff2',
}

const texts: Record<string, { type: string; body: string }> = {
  'console.css': { type: 'text/css; charset=utf-8', body: STYLE + DATA_STYLE },
  'console.js': { type: 'text/javascript; charset=utf-8', body: SCRIPT },
}

/** The address of a static text; it changes with the text, so that browsers may keep it. */
export function staticUrl(name: 'console.css' | 'console.js'): string {
  const hash = createHash('sha256')
    .update(texts[name]?.body ?? '')
    .digest('base64url')
  return `/static/${name}?v=${hash.slice(0, 8)}`
}

/** Serves the style, the script and the fonts. */
export function createStatic(): Hono {
  const app = new Hono()
  app.get('/:name', async (c) => {
    const name = c.req.param('name')
    c.header('Cache-Control', 'public, max-age=31536000, immutable')
    const text = texts[name]
    if (text) return c.body(text.body, 200, { 'Content-Type': text.type })
    if (name === 'sql.js' || name === 'tables.js') {
      const script = await browserScript(name === 'sql.js' ? 'sql' : 'tables')
      c.header('Cache-Control', 'no-store')
      return c.body(script, 200, { 'Content-Type': 'text/javascript; charset=utf-8' })
    }
    const font = fonts[name]
    if (font === undefined) {
      c.header('Cache-Control', 'no-store')
      return c.notFound()
    }
    const bytes = await readFile(require.resolve(font))
    return c.body(new Uint8Array(bytes), 200, { 'Content-Type': 'font/woff2' })
  })
  return app
}

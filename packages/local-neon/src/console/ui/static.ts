import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import { KEPT, readFont } from '../../http/look'
import { browserScript } from './browser-scripts'
import { DATA_STYLE } from './data-style'
import { SCRIPT } from './script'
import { STYLE } from './style'

const texts: Record<string, { type: string; body: string }> = {
  'console.css': { type: 'text/css; charset=utf-8', body: STYLE + DATA_STYLE },
  'console.js': { type: 'text/javascript; charset=utf-8', body: SCRIPT },
}

/** The URL of a static text; it changes with the text, so browsers may keep it. */
export function staticUrl(name: 'console.css' | 'console.js'): string {
  const hash = createHash('sha256')
    .update(texts[name]?.body ?? '')
    .digest('base64url')
  return `/static/${name}?v=${hash.slice(0, 8)}`
}

/** Serves the styles, scripts and fonts. */
export function createStatic(): Hono {
  const app = new Hono()
  app.get('/:name', async (c) => {
    const name = c.req.param('name')
    const text = texts[name]
    if (text) return c.body(text.body, 200, { ...KEPT, 'Content-Type': text.type })
    if (name === 'sql.js' || name === 'tables.js') {
      const script = await browserScript(name === 'sql.js' ? 'sql' : 'tables')
      return c.body(script, 200, { 'Content-Type': 'text/javascript; charset=utf-8' })
    }
    const font = await readFont(name)
    if (font === null) return c.notFound()
    return c.body(font, 200, { ...KEPT, 'Content-Type': 'font/woff2' })
  })
  return app
}

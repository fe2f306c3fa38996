import type { HtmlEscapedString } from 'hono/utils/html'

export { html } from 'hono/html'

/** Markup: what `html` makes. Whatever is put in is escaped, unless it is markup itself. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

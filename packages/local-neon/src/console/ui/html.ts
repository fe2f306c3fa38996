import type { HtmlEscapedString } from 'hono/utils/html'

export { html } from 'hono/html'

/** Markup made by `html`. Anything put in is escaped, unless it's markup itself. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

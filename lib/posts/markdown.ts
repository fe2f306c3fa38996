import 'server-only'
import MarkdownIt from 'markdown-it'
import { shapeOf } from './shape'

/**
 * Strangers' Markdown as harmless HTML: CommonMark, with URLs as links and every line break kept. HTML in it
 * is shown as typed, and pictures become links: nothing is loaded from elsewhere.
 */
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true })

// Only CommonMark; and indented text is more likely a poem than a program, which has fences.
markdown.disable(['table', 'strikethrough', 'code'])
// Only URLs with their scheme, and no emails: anything else would surprise.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
markdown.validateLink = isHarmless

/**
 * Whether a link is allowed: a full web or mailto URL, without a user name before the host, which could make
 * it look like another site's.
 */
function isHarmless(address: string): boolean {
  if (!/^(?:https?:\/\/|mailto:)/i.test(address.trim()) || !URL.canParse(address)) return false
  const { username, password } = new URL(address)
  return username === '' && password === ''
}

markdown.renderer.rules.link_open = (tokens, index, options, _env, self) => {
  tokens[index]?.attrSet('rel', 'nofollow noopener ugc')
  return self.renderToken(tokens, index, options)
}

markdown.renderer.rules.image = (tokens, index, options, env, self) => {
  const token = tokens[index]
  if (!token) return ''
  const address = token.attrGet('src') ?? ''
  const words = escapeHtml(self.renderInlineAsText(token.children ?? [], options, env) || address)
  let depth = 0
  for (const { type } of tokens.slice(0, index)) {
    if (type === 'link_open') depth++
    if (type === 'link_close') depth--
  }
  // No link within a link.
  if (depth > 0) return words
  return `<a href="${escapeHtml(address)}" rel="nofollow noopener ugc">${words}</a>`
}

/** Blocks with their own direction, by `dir="auto"`; what's inside follows. */
markdown.core.ruler.push('direction', (state) => {
  for (const token of state.tokens) {
    if (token.level === 0 && token.nesting === 1) token.attrSet('dir', 'auto')
  }
})

/** Headings below the page's own: `#` is an <h2> in a post whose title is an <h1>. */
markdown.core.ruler.push('levels', (state) => {
  const below = Number(state.env.below)
  for (const token of state.tokens) {
    if (token.type !== 'heading_open' && token.type !== 'heading_close') continue
    token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + below)}`
  }
})

function escapeHtml(text: string): string {
  return markdown.utils.escapeHtml(text)
}

/**
 * Turns the body of a post into HTML.
 *
 * @param below the level of the heading above it; 1 by default
 * @returns HTML without scripts, handlers or anything to load
 */
export function renderMarkdown(body: string, below = 1): string {
  return markdown.render(body, { below })
}

/**
 * A whole post as HTML, its title first.
 *
 * @param level the level of the title's heading
 */
export function renderPost(content: string, level: number): string {
  const { title, body, hasTitle } = shapeOf(content)
  const heading = `<h${level} dir="auto" class="title">${escapeHtml(title)}</h${level}>\n`
  return `${hasTitle ? heading : ''}${renderMarkdown(body, level)}`
}

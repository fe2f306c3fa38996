import 'server-only'
import MarkdownIt from 'markdown-it'
import { shapeOf } from './shape'

/**
 * Markdown of strangers, as HTML that does no harm: CommonMark, with addresses as links and each line
 * break kept, as people write. HTML in it is shown as what was typed, not followed, and a picture is a
 * link to it: nothing is loaded from elsewhere.
 */
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true })

// No more than CommonMark; and what is indented is a poem sooner than a program, which has fences.
markdown.disable(['table', 'strikethrough', 'code'])
// Only what begins with its scheme, and no address of a mail: less is a surprise.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
markdown.validateLink = isHarmless

/**
 * Whether a link may be one: to the web or to a mailbox, in full, and without a user name before the
 * host, which can make an address look like another site's.
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
  // A link within a link is none.
  if (depth > 0) return words
  return `<a href="${escapeHtml(address)}" rel="nofollow noopener ugc">${words}</a>`
}

/** What each block begins with in its own direction, as `dir="auto"` has it; what is in it follows. */
markdown.core.ruler.push('direction', (state) => {
  for (const token of state.tokens) {
    if (token.level === 0 && token.nesting === 1) token.attrSet('dir', 'auto')
  }
})

/** Headings below the one of the page: `#` is an <h2> in a post whose title is an <h1>. */
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
 * @param below the level of the heading that stands above it; 1 unless told otherwise
 * @returns HTML without scripts, handlers or anything that is loaded
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

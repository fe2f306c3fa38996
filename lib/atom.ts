import 'server-only'
import { authorName } from './author-name'
import { renderMarkdown } from './posts/markdown'
import type { FeedPost } from './posts/feed'
import { shapeOf } from './posts/shape'

interface Feed {
  /** The app's origin. */
  origin: string
  /** The feed's own path. */
  path: string
  /** The path of the page it belongs to. */
  page: string
  title: string
  posts: readonly FeedPost[]
}

/**
 * A feed of posts in Atom (RFC 4287), with their whole text.
 *
 * @returns a document of XML
 */
export function atomFeed({ origin, path, page, title, posts }: Feed): string {
  const updated = posts[0]?.publishedAt ?? new Date(0)
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
    `<title>${xml(title)}</title>`,
    `<id>${xml(origin + path)}</id>`,
    `<link rel="self" type="application/atom+xml" href="${xml(origin + path)}"/>`,
    `<link rel="alternate" type="text/html" href="${xml(origin + page)}"/>`,
    `<updated>${updated.toISOString()}</updated>`,
    ...posts.map((post) => entry(origin, post)),
    '</feed>',
    '',
  ].join('\n')
}

function entry(origin: string, { id, authorId, name, content, publishedAt }: FeedPost): string {
  const { title, body } = shapeOf(content)
  const address = `${origin}/p/${id}`
  const at = publishedAt.toISOString()
  return [
    '<entry>',
    `<title>${xml(title)}</title>`,
    `<id>${xml(address)}</id>`,
    `<link rel="alternate" type="text/html" href="${xml(address)}"/>`,
    `<published>${at}</published>`,
    `<updated>${at}</updated>`,
    `<author><name>${xml(authorName(name))}</name>${
      name === null ? '' : `<uri>${xml(`${origin}/people/${authorId}`)}</uri>`
    }</author>`,
    `<content type="html">${xml(renderMarkdown(body))}</content>`,
    '</entry>',
  ].join('\n')
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

/** Escapes text for XML, and drops what XML can't hold even escaped. */
export function xml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
    .replace(/[&<>"]/g, (sign) => entities[sign] ?? sign)
}

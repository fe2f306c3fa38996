import 'server-only'
import { z } from 'zod'
import { maxPostLength } from '../db/schema'
import { hidden } from '../form'
import { text } from '../text'

/** What a post says: 1 to 5,000 code points, line breaks kept. */
export const postContent = text({
  what: 'post',
  max: maxPostLength,
  multiline: true,
  missing: 'Write something first.',
})

/** A post's id in a form or URL: only decimal digits. */
export const postId = z
  .string()
  .regex(/^[1-9]\d{0,15}$/)
  .transform(Number)
  .pipe(z.number().max(Number.MAX_SAFE_INTEGER))

/**
 * The id of the post in a URL.
 *
 * @returns undefined if no post can have it: answer as for an unknown post
 */
export function parsePostId(value: unknown): number | undefined {
  const result = postId.safeParse(value)
  return result.success ? result.data : undefined
}

/**
 * The id of the author in a URL.
 *
 * @returns undefined if nobody can have it: answer as for an unknown person
 */
export function parseAuthorId(value: unknown): string | undefined {
  // Not `z.uuid()`, which checks versions: the guide's author has none.
  return typeof value === 'string' && /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(value)
    ? value
    : undefined
}

/** A new post, and whether to save, publish or preview it. */
export const newPostInput = z.object({
  content: postContent,
  intent: hidden(z.enum(['draft', 'publish', 'preview']).catch('draft')),
  /** Made with the form; the same key means the same submission. */
  key: hidden(z.uuid().catch(() => crypto.randomUUID())),
})

/** A changed post; `base` is the version the author started from. */
export const editedPostInput = z.object({
  id: hidden(postId),
  content: postContent,
  intent: hidden(z.enum(['save', 'publish', 'preview']).catch('save')),
  base: hidden(z.string().max(64)),
})

/** A hidden field: yes, or anything else. */
const isYes = hidden(z.string().transform((value) => value === 'yes'))

/** Which post to publish or unpublish, and whether this is its own page. */
export const publishInput = z.object({
  id: hidden(postId),
  publish: hidden(z.enum(['yes', 'no']).transform((value) => value === 'yes')),
  isOnPage: isYes,
})

/** Which post to delete, whether its author confirmed, and whether this is its own page. */
export const deleteInput = z.object({
  id: hidden(postId),
  confirmed: isYes,
  leave: isYes,
})

/** Maximum length of a search, in UTF-16 units; longer ones are cut. */
export const maxSearchLength = 200

/**
 * What to search for, from a search parameter. Characters that Postgres can't take are dropped, so any text
 * is a valid search.
 *
 * @returns undefined if there is nothing to search for
 */
export function parseSearch(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const search = value
    .slice(0, maxSearchLength)
    .toWellFormed()
    .replaceAll('\u0000', ' ')
    .normalize('NFC')
    .trim()
  return search === '' ? undefined : search
}

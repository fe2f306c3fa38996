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

/** A post's id as it stands in a form or an address: decimal digits, nothing else. */
export const postId = z
  .string()
  .regex(/^[1-9]\d{0,15}$/)
  .transform(Number)
  .pipe(z.number().max(Number.MAX_SAFE_INTEGER))

/**
 * The id of the post that an address names.
 *
 * @returns undefined for anything that no post can have: answer as for an unknown post
 */
export function parsePostId(value: unknown): number | undefined {
  const result = postId.safeParse(value)
  return result.success ? result.data : undefined
}

/**
 * The id of the author whom an address names.
 *
 * @returns undefined for anything that nobody can have: answer as for an unknown person
 */
export function parseAuthorId(value: unknown): string | undefined {
  // Not `z.uuid()`, which knows versions: the guide's author has none.
  return typeof value === 'string' && /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(value)
    ? value
    : undefined
}

/** A new post, and whether to publish it at once, or only to show it to its author. */
export const newPostInput = z.object({
  content: postContent,
  intent: hidden(z.enum(['draft', 'publish', 'preview']).catch('draft')),
  /** Made with the form; the same one again is the same submission. */
  key: hidden(z.uuid().catch(() => crypto.randomUUID())),
})

/** A changed post; `base` is the version that the author began from. */
export const editedPostInput = z.object({
  id: hidden(postId),
  content: postContent,
  intent: hidden(z.enum(['save', 'publish', 'preview']).catch('save')),
  base: hidden(z.string().max(64)),
})

/** A hidden field that says yes, or anything else. */
const isYes = hidden(z.string().transform((value) => value === 'yes'))

/** Which post to publish or to take back, and whether its own page is being looked at. */
export const publishInput = z.object({
  id: hidden(postId),
  publish: hidden(z.enum(['yes', 'no']).transform((value) => value === 'yes')),
  isOnPage: isYes,
})

/** Which post to delete, whether its author was asked, and whether its own page is being looked at. */
export const deleteInput = z.object({
  id: hidden(postId),
  confirmed: isYes,
  leave: isYes,
})

/** Greatest length of a search, in UTF-16 units; what is longer is cut. */
export const maxSearchLength = 200

/**
 * What to search for, from a search parameter: characters that Postgres cannot take are dropped, so
 * that every text is a search.
 *
 * @returns undefined when there is nothing to search for
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

import { z } from 'zod'

/** Length in Unicode code points, as people and Postgres's `char_length` count. */
export function codePoints(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/**
 * Bidirectional embeddings, overrides and isolates: they can make text look different from what it says
 * (CVE-2021-42574, "Trojan Source"). The marks LRM, RLM and ALM are harmless and allowed.
 */
const bidiControls = /[\u202A-\u202E\u2066-\u2069]/
/** Control characters other than tab, line feed and carriage return; Postgres refuses NUL. */
const controls = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/
/** A surrogate half without its partner: not encodable as UTF-8. */
const loneSurrogate = /\p{Surrogate}/u
/**
 * White space and characters that show as nothing, or as a missing glyph: ignorable ones (joiners, variation
 * selectors, tags, fillers), other format characters, private and unassigned ones, and the empty Braille
 * cell. Unicode already reserves future emoji, which don't count.
 */
const blank =
  /^(?:(?!\p{Extended_Pictographic})[\s\p{Default_Ignorable_Code_Point}\p{Cf}\p{Co}\p{Cn}\u2800])*$/u

export interface TextRules {
  /** What the text is, for messages: "name". */
  what: string
  /** Maximum length in code points. */
  max: number
  /** Whether line breaks and tabs are allowed; defaults to false. */
  multiline?: boolean
  /** Said if it's empty; by default "Enter your name." */
  missing?: string
}

/**
 * A zod schema for text that people write: trimmed, in NFC, not blank, with a maximum length, and without
 * characters that can't be stored or that disguise the text.
 *
 * @returns a schema whose messages can be shown under a field
 */
export function text({ what, max, multiline = false, missing = `Enter your ${what}.` }: TextRules) {
  return z
    .string()
    .transform((value) => value.replace(/\r\n?/g, '\n').normalize('NFC').trim())
    .pipe(
      z
        .string()
        .refine((value) => !blank.test(value), { error: missing, abort: true })
        .refine((value) => codePoints(value) <= max, {
          error: `Use at most ${max.toLocaleString('en')} characters.`,
          abort: true,
        })
        .refine(
          (value) =>
            !controls.test(value) &&
            !bidiControls.test(value) &&
            !loneSurrogate.test(value) &&
            (multiline || !/[\n\t\u2028\u2029]/.test(value)),
          `This ${what} has characters that can’t be used.`,
        ),
    )
}

/** Maximum length of a person's name, in code points: keeps the session cookie under 4 KB. */
export const maxNameLength = 80

/** A person's name. */
export const personName = text({ what: 'name', max: maxNameLength })

/** An email, trimmed and in lower case; at most 254 characters (RFC 5321). */
export const emailAddress = z
  .string()
  .transform((value) => value.trim().toLowerCase())
  .pipe(
    z
      .string()
      .min(1, { error: 'Enter your email.', abort: true })
      .max(254, { error: 'This email is too long.', abort: true })
      .pipe(z.email('Enter an email like name@example.com.')),
  )

/** Maximum length of a picture's URL, in UTF-16 units: it's in the session cookie too. */
export const maxImageLength = 512

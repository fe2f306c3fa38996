import { z } from 'zod'

/** Length in Unicode code points, as people and Postgres's `char_length` count. */
export function codePoints(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/**
 * Bidirectional embeddings, overrides and isolates: they can make a text read differently from what
 * it says (CVE-2021-42574, "Trojan Source"). The marks LRM, RLM and ALM are harmless and allowed.
 */
const bidiControls = /[\u202A-\u202E\u2066-\u2069]/
/** Control characters other than tab, line feed and carriage return; Postgres refuses NUL. */
const controls = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/
/** A surrogate half without its partner: not encodable as UTF-8. */
const loneSurrogate = /\p{Surrogate}/u
/**
 * White space and characters that show as nothing, or as the mark for what no font has: ignorable ones
 * (joiners, variation selectors, tags, fillers), other format characters, private and unassigned ones,
 * and the empty Braille cell. Future emoji are set apart in Unicode already, and do not count.
 */
const blank =
  /^(?:(?!\p{Extended_Pictographic})[\s\p{Default_Ignorable_Code_Point}\p{Cf}\p{Co}\p{Cn}\u2800])*$/u

export interface TextRules {
  /** What the text is, as it stands in a message: "name". */
  what: string
  /** Greatest length in code points. */
  max: number
  /** Whether line breaks and tabs are allowed; defaults to false. */
  multiline?: boolean
  /** Said when there is none; "Enter your name." unless told otherwise. */
  missing?: string
}

/**
 * A zod schema for text that people write: trimmed, in NFC, not blank, of bounded length, and free of
 * characters that cannot be stored or that disguise the text.
 *
 * @returns a schema whose messages are fit to stand under a field
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

/** Greatest length of a person's name, in code points: keeps the session cookie under 4 KB. */
export const maxNameLength = 80

/** A person's name. */
export const personName = text({ what: 'name', max: maxNameLength })

/** An e-mail address, trimmed and in lower case; at most 254 characters (RFC 5321). */
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

/** Greatest length of a picture's address, in UTF-16 units: it travels in the session cookie too. */
export const maxImageLength = 512

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxPostLength } from '@/lib/db/schema'
import { postContent } from '@/lib/posts/input'
import { personName } from '@/lib/text'

const accepts = (text: string) => ({
  name: personName.safeParse(text).success,
  post: postContent.safeParse(text).success,
})
const none = { name: false, post: false }
const both = { name: true, post: true }

/** All code points, without surrogates. */
function* codePoints(): Generator<string> {
  for (let code = 0; code <= 0x10ffff; code++) {
    if (code < 0xd800 || code > 0xdfff) yield String.fromCodePoint(code)
  }
}

/** With hundreds of thousands of arguments, `fc.constantFrom` would overflow the stack. */
const oneOf = (chars: readonly string[]) =>
  fc.nat({ max: chars.length - 1 }).map((index) => chars[index] ?? '')

const invisible = [...codePoints()].filter((char) =>
  /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Co}\p{Z}\u2800]/u.test(char),
)
const visible = [...codePoints()].filter(
  (char) =>
    /[\p{L}\p{N}\p{P}\p{S}]/u.test(char) && !/[\p{Default_Ignorable_Code_Point}\u2800]/u.test(char),
)

describe('text that shows as nothing', { timeout: 30_000 }, () => {
  it('is refused whatever it is made of, over all planes', () => {
    // All, a name's length at a time.
    for (let at = 0; at < invisible.length; at += 80) {
      const text = invisible.slice(at, at + 80).join('')
      expect(accepts(text), `from U+${text.codePointAt(0)?.toString(16)}`).toEqual(none)
    }
    fc.assert(
      fc.property(fc.array(oneOf(invisible), { maxLength: 20 }), (chars) => {
        expect(accepts(chars.join(''))).toEqual(none)
      }),
      { numRuns: 2000 },
    )
  })

  it.each(['\u{E0041}', '\u{E0001}', '\u{1D173}', '\uFFF9', '\uE000', '\u{10FFFF}', '\u0378'])(
    'is refused as %j alone',
    (text) => {
      expect(accepts(text)).toEqual(none)
      expect(accepts(` ${text}${text}\n`)).toEqual(none)
    },
  )
})

describe('text that can be seen', { timeout: 30_000 }, () => {
  it('is accepted whatever it is made of, over all planes', () => {
    for (const char of visible) {
      if (!personName.safeParse(char).success) expect.fail(`U+${char.codePointAt(0)?.toString(16)}`)
    }
  })

  it('stays as it is with invisible characters in it', () => {
    const joiners = fc.constantFrom('\u200C', '\u200D', '\uFE0F', '\uFE0E', '\u00AD', '\u{E0101}')
    fc.assert(
      fc.property(oneOf(visible), joiners, oneOf(visible), (a, j, b) => {
        const text = (a + j + b).normalize('NFC')
        expect(postContent.parse(text)).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['a family', '👨‍👩‍👧‍👦'],
    ['a heart in red', '❤️'],
    ['the flag of Scotland, made of tags', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
    ['an emoji that Unicode has only set apart', '\u{1FAFF}'],
    ['Persian with a non-joiner', 'می‌خواهم'],
    ['Hindi with a joiner', 'क्‍ष'],
    ['a Mongolian variation', 'ᠠ᠋'],
    ['an ideographic variation', '葛\u{E0100}'],
  ])('may be %s', (_, text) => {
    expect(accepts(text)).toEqual(both)
    expect(postContent.parse(text)).toBe(text.normalize('NFC'))
  })

  it('may have as many code points as there is room for, whatever their size', () => {
    fc.assert(
      fc.property(oneOf(visible.filter((char) => char.normalize('NFC') === char)), (char) => {
        expect(personName.safeParse(char.repeat(80)).success).toBe(true)
        expect(personName.safeParse(char.repeat(81)).success).toBe(false)
      }),
    )
    expect(accepts('😀'.repeat(maxPostLength)).post).toBe(true)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { beginningOf, plainWords, shapeOf } from '@/lib/posts/shape'

describe('the shape of a post', () => {
  it.each([
    ['Hello', 'Hello', ''],
    ['# A title\n\nSome text.', 'A title', 'Some text.'],
    ['###  A title  ##\nSome text.', 'A title', 'Some text.'],
    ['A title\nSome text.\n\nMore.', 'A title', 'Some text.\n\nMore.'],
    ['\n\n  A\ttitle \n\n  text', 'A title', 'text'],
    ['#hashtag\ntext', '#hashtag', 'text'],
    ['#\ntext', '#', 'text'],
    ['C#\ntext', 'C#', 'text'],
  ])('%j', (content, title, body) => {
    expect(shapeOf(content)).toEqual({ title, body, hasTitle: true })
  })

  it('keeps a first line that is too long for a title in the body', () => {
    const content = `${'word '.repeat(40)}end\nmore`
    const { title, body, hasTitle } = shapeOf(content)
    expect(title).toMatch(/^(word )+word…$/)
    expect([...title].length).toBeLessThanOrEqual(120)
    expect(body).toBe(content)
    expect(hasTitle).toBe(false)
    expect([...shapeOf('👋'.repeat(200)).title]).toHaveLength(120)
  })

  it('has a title for whatever is not blank, and loses no word', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (content) => {
        fc.pre(content.trim() !== '')
        const { title, body } = shapeOf(content)
        expect(title).not.toBe('')
        expect(title).not.toContain('\n')
        const words = (text: string) => text.replace(/[\s#]+/g, '')
        if (!title.endsWith('…')) expect(words(title + body)).toBe(words(content))
      }),
    )
  })
})

it('the beginning of a post ends after a whole word when there is more', () => {
  expect(beginningOf('# Tides\n\nLow at **six**, hi', true)).toEqual({
    title: 'Tides',
    text: 'Low at six…',
  })
  expect(beginningOf('Tides\n\nLow at six')).toEqual({ title: 'Tides', text: 'Low at six' })
})

describe('plain words', () => {
  it.each([
    ['a **bold** and *fine* `thing`', 'a bold and fine thing'],
    ['see [the docs](https://neon.com "Neon") now', 'see the docs now'],
    ['see [the docs](https://neon.co', 'see the docs'],
    ['see [the do', 'see the do'],
    ['> quoted\n> twice\n\n- one\n- two\n\n1. three', 'quoted twice one two three'],
    ['## Next\n\n***\n\ntext', 'Next text'],
    ['```js\nlet a = 1\n```', 'let a = 1'],
    ['snake_case_name and 2 * 3 * 4', 'snake_case_name and 2 * 3 * 4'],
    ['![a cat](https://example.com/cat.png)', 'a cat'],
    ['<https://neon.com>', 'https://neon.com'],
  ])('%j', (markdown, words) => expect(plainWords(markdown)).toBe(words))
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linkify } from '@/lib/linkify'

const links = (text: string) => linkify(text).flatMap(({ text, href }) => (href ? [text] : []))

describe('linkify', () => {
  it.each([
    ['see https://neon.com/docs.', ['https://neon.com/docs']],
    [
      '(https://en.wikipedia.org/wiki/Neon_(element))',
      ['https://en.wikipedia.org/wiki/Neon_(element)'],
    ],
    ['"http://a.example/?q=1&r=2#x", and', ['http://a.example/?q=1&r=2#x']],
    ['HTTPS://A.EXAMPLE!', ['HTTPS://A.EXAMPLE']],
    ['https://münchen.example/straße', ['https://münchen.example/straße']],
    ['http://one.example http://two.example', ['http://one.example', 'http://two.example']],
    ['javascript:alert(1) data:text/html,x ftp://a.example //a.example www.a.example', []],
    ['https://google.com@evil.example/', []],
    ['https://', []],
    ['xhttps://a.example', []],
    ['<a href="https://a.example">', ['https://a.example']],
  ])('%s', (text, expected) => expect(links(text)).toEqual(expected))

  it('loses nothing and links to nothing but the web, whatever the text is', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl(),
      fc.constantFrom('https://', 'http://x', ')', '.', '@', '\n', 'javascript:'),
    )
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('')
        const parts = linkify(text)
        expect(parts.map((part) => part.text).join('')).toBe(text)
        for (const { href } of parts) if (href) expect(href).toMatch(/^https?:\/\//)
      }),
    )
  })
})

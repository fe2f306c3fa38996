import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderMarkdown } from '@/lib/posts/markdown'

const link = (href: string, text = href) =>
  `<a href="${href}" rel="nofollow noopener ugc">${text}</a>`

describe('Markdown', () => {
  it.each([
    ['one\ntwo\n\nthree', '<p dir="auto">one<br>\ntwo</p>\n<p dir="auto">three</p>\n'],
    ['# One\n\n###### Six', '<h2 dir="auto">One</h2>\n<h6 dir="auto">Six</h6>\n'],
    ['*a* **b** `c`', '<p dir="auto"><em>a</em> <strong>b</strong> <code>c</code></p>\n'],
    ['> quote', '<blockquote dir="auto">\n<p>quote</p>\n</blockquote>\n'],
    ['- a\n- b', '<ul dir="auto">\n<li>a</li>\n<li>b</li>\n</ul>\n'],
    ['3. c', '<ol start="3" dir="auto">\n<li>c</li>\n</ol>\n'],
    ['```\n<b>\n```', '<pre><code>&lt;b&gt;\n</code></pre>\n'],
    ['    not a program', '<p dir="auto">not a program</p>\n'],
    ['<b onclick="x()">', '<p dir="auto">&lt;b onclick=&quot;x()&quot;&gt;</p>\n'],
    ['[Neon](https://neon.com)', `<p dir="auto">${link('https://neon.com', 'Neon')}</p>\n`],
    ['see https://neon.com/docs.', `<p dir="auto">see ${link('https://neon.com/docs')}.</p>\n`],
    [
      '[mail](mailto:ada@example.com)',
      `<p dir="auto">${link('mailto:ada@example.com', 'mail')}</p>\n`,
    ],
    [
      '![a "cat"](https://example.com/cat.png)',
      `<p dir="auto">${link('https://example.com/cat.png', 'a &quot;cat&quot;')}</p>\n`,
    ],
    [
      '[![cat](https://example.com/cat.png)](https://neon.com)',
      `<p dir="auto">${link('https://neon.com', 'cat')}</p>\n`,
    ],
    // As text: no link is safer than a surprising one.
    ['[x](javascript:alert(1))', '<p dir="auto">[x](javascript:alert(1))</p>\n'],
    ['[x](/auth/sign-out)', '<p dir="auto">[x](/auth/sign-out)</p>\n'],
    ['[x](//evil.example)', '<p dir="auto">[x](//evil.example)</p>\n'],
    ['neon.com and ada@example.com', '<p dir="auto">neon.com and ada@example.com</p>\n'],
    ['https://google.com@evil.example/', '<p dir="auto">https://google.com@evil.example/</p>\n'],
  ])('%j', (text, html) => expect(renderMarkdown(text)).toBe(html))

  it.each([
    ['see https://neon.com/docs.', ['https://neon.com/docs']],
    [
      '(https://en.wikipedia.org/wiki/Neon_(element))',
      ['https://en.wikipedia.org/wiki/Neon_(element)'],
    ],
    ['"http://a.example/?q=1&r=2#x", and', ['http://a.example/?q=1&amp;r=2#x']],
    ['HTTPS://A.EXAMPLE!', ['HTTPS://A.EXAMPLE']],
    ['https://münchen.example/straße', ['https://münchen.example/straße']],
    ['http://one.example http://two.example', ['http://one.example', 'http://two.example']],
    ['javascript:alert(1) data:text/html,x ftp://a.example //a.example www.a.example', []],
    ['https://google.com@evil.example/', []],
    ['https://', []],
    ['xhttps://a.example', []],
    ['<a href="https://a.example">', ['https://a.example']],
  ])('finds the addresses in %j', (text, expected) => {
    const found = [...renderMarkdown(text).matchAll(/<a [^>]*>(.*?)<\/a>/g)]
    expect(found.map(([, words]) => words)).toEqual(expected)
  })

  it('puts headings below the one above', () => {
    expect(renderMarkdown('# One', 3)).toBe('<h4 dir="auto">One</h4>\n')
  })

  it('gives nothing but harmless tags, whatever the text is', () => {
    const tag =
      /^<(?:\/?(?:p|h[2-6]|em|strong|code|pre|blockquote|ul|ol|li)|br|hr|\/a)(?: (?:dir="auto"|start="\d+"|class="language-[^"<>]*"))*>$/
    const anchor =
      /^<a href="(?:https?:\/\/|mailto:)[^"<>]*"(?: title="[^"<>]*")? rel="nofollow noopener ugc">$/i
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.webUrl(),
      fc.constantFrom(
        ...['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '"onclick="x()', "'", '"'],
        ...[
          'javascript:alert(1)',
          'JaVa\tScRiPt:',
          'data:text/html,x',
          'vbscript:x',
          '&#106;avascript:',
        ],
        ...[
          '[',
          ']',
          '(',
          ')',
          '![',
          '](',
          '<',
          '>',
          '`',
          '```',
          '*',
          '_',
          '\n',
          '\n\n',
          '# ',
          '> ',
          '- ',
        ],
        ...[
          '[a]: ',
          '[a]',
          'mailto:',
          'https://',
          '\\',
          '    ',
          '1. ',
          '---',
          '&lt;',
          '&quot;',
          '\u0000',
        ],
      ),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        for (const [found] of renderMarkdown(pieces.join('')).matchAll(/<[^>]*>?/g)) {
          expect(found).toMatch(found.startsWith('<a ') ? anchor : tag)
        }
      }),
      { numRuns: 500 },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safeNextPath } from '@/lib/http/next-path'

const origin = 'https://app.example'

describe('safeNextPath', () => {
  it.each(['/posts', '/posts?page=2', '/posts/7/edit#end', '/', '/posts?q=50%25', '/posts?q=a//b'])(
    'keeps %s',
    (path) => expect(safeNextPath(path)).toBe(path),
  )

  it.each([
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/%5cevil.example',
    '/%2fevil.example',
    '/%252fevil.example',
    '/%25255cevil.example',
    '/\t/evil.example',
    '/%09/evil.example',
    '/\n/evil.example',
    'https://evil.example/posts',
    'javascript:alert(1)',
    'data:text/html,x',
    '@evil.example',
    'user:pass@evil.example',
    '/.//evil.example',
    '/..//evil.example',
    '/posts/..//evil.example',
    '/%2e%2e//evil.example',
    'posts',
    '',
    ' /posts',
    '/auth/sign-in',
    '/api/auth/sign-out',
    '/%',
  ])('refuses %j', (value) => expect(safeNextPath(value)).toBe('/posts'))

  it.each([[undefined], [null], [7], [['/home']], [{}]])('refuses %j, which is no text', (value) =>
    expect(safeNextPath(value)).toBe('/posts'),
  )

  it('refuses what no page of ours would send: 3,000 characters', () => {
    expect(safeNextPath(`/${'a'.repeat(3000)}`)).toBe('/posts')
  })

  it('never leads to another origin, whatever comes in', () => {
    const piece = fc.oneof(
      fc.constantFrom('/', '\\', '.', '..', '@', ':', '%2f', '%5c', '%5C', '%09', '\t', '\n', '\r'),
      fc.constantFrom('evil.example', 'javascript:', 'https:', 'posts', '?', '#', '%', '\u0000'),
      fc.string({ maxLength: 4 }),
      fc.string({ unit: 'binary', maxLength: 4 }),
    )
    const value = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(
        fc.oneof(
          value,
          value.map((rest) => `/${rest}`),
        ),
        (input) => {
          const path = safeNextPath(input)
          expect(path).toMatch(/^\/(?![/\\])/)
          const url = new URL(path, origin)
          expect(url.origin).toBe(origin)
          // Stable: what was accepted once is accepted unchanged again.
          expect(safeNextPath(path)).toBe(path)
        },
      ),
      { numRuns: 3000 },
    )
  })
})

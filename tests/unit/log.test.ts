import { describe, expect, it } from 'vitest'
import { describeError } from '@/lib/server/log'

describe('what the log says of an error', () => {
  it('is the innermost cause', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), {
      code: 'ECONNREFUSED',
    })
    const both = Object.assign(new AggregateError([refused, new Error('::1')], ''), {
      code: 'ECONNREFUSED',
    })
    const failed = new TypeError('fetch failed', { cause: both })
    const query = new Error('Failed query: select $1\nparams: secret', { cause: failed })
    expect(describeError(query)).toBe('Error ECONNREFUSED: connect ECONNREFUSED 127.0.0.1:1')
  })

  it('is the same from a real fetch that nobody answers', async () => {
    const error: unknown = await fetch('http://localhost:1').catch((reason: unknown) => reason)
    // fetch itself refuses port 1; what matters is that the reason isn't hidden.
    expect(describeError(error)).not.toContain('fetch failed')
  })

  it('keeps the code of an error around a cause without one', () => {
    const error = Object.assign(new Error('around', { cause: new Error('inside') }), { code: 'X1' })
    expect(describeError(error)).toBe('Error X1: inside')
  })

  it('is one line, and ends with an error that is its own cause', () => {
    const error = new Error('first\nsecond')
    error.cause = error
    expect(describeError(error)).toBe('Error: first')
    expect(describeError('thrown text')).toBe('string')
  })
})

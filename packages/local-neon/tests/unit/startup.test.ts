import { describe, expect, it } from 'vitest'
import { requestedSettings } from '../../src/postgres/startup'

const requested = (entries: Record<string, string>) =>
  requestedSettings(new Map(Object.entries({ user: 'u', database: 'd', ...entries })))

describe('the settings that a client asks for', () => {
  it.each([
    ['-c a=1', { a: '1' }],
    ['-ca=1 -c b=2', { a: '1', b: '2' }],
    ['--search-path=x,y', { search_path: 'x,y' }],
    ['-c a=1 -c a=2', { a: '2' }],
    ['-c a=b=c', { a: 'b=c' }],
    [String.raw`-c a=two\ words -c b=back\\slash`, { a: 'two words', b: 'back\\slash' }],
    ['endpoint=ep-x', {}],
    ['project=x neon_lsn:0/2 -c a=1', { a: '1' }],
    ['-c', {}],
    ['', {}],
  ])('options %j', (options, expected) => {
    expect(requested({ options })).toEqual(expected)
  })

  it('are of the packet only its application_name', () => {
    const entries = { application_name: 'app', statement_timeout: '1', replication: 'database' }
    expect(requested(entries)).toEqual({ application_name: 'app' })
    expect(requested({ ...entries, options: 'neon_proxy_params_compat:true' })).toEqual({
      application_name: 'app',
      statement_timeout: '1',
    })
  })
})

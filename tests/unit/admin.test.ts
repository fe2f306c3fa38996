import { describe, expect, it } from 'vitest'
import { banInput } from '@/lib/admin/input'
import { isAdminRole } from '@/lib/auth/admin-role'
import { banText } from '@/lib/auth/messages'
import { parseForm } from '@/lib/form'
import { isAdminPath } from '@/lib/http/admin-path'
import { parsePageRequest } from '@/lib/posts/cursor'
import { parseAuthorId } from '@/lib/posts/input'

describe('the pages of admins', () => {
  it.each(['/admin', '/admin/users', '/admin/users?search=x', '/%61dmin/users', '//admin/users'])(
    'are at %s',
    (path) => expect(isAdminPath(path)).toBe(true),
  )
  it.each(['/', '/administration', '/posts/admin', '/xadmin', '/%', '/%2561dmin'])(
    'are not at %s',
    (path) => expect(isAdminPath(path)).toBe(false),
  )
  it('are for the role of an admin, whatever other roles somebody has', () => {
    expect(['admin', 'user,admin'].every(isAdminRole)).toBe(true)
    expect(['user', 'administrator', '', null, undefined].some(isAdminRole)).toBe(false)
  })
})

describe('a ban', () => {
  const parse = (fields: Record<string, string>) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    const result = parseForm(banInput, form)
    return result.ok ? result.value : undefined
  }
  it('has a reason, and an end in seconds or none', () => {
    expect(parse({ reason: ' Spam ', days: '7' })).toEqual({ reason: 'Spam', days: 604_800 })
    expect(parse({ reason: 'Spam', days: '0' })).toEqual({ reason: 'Spam', days: undefined })
  })
  it.each([
    { reason: '', days: '7' },
    { reason: 'x'.repeat(201), days: '7' },
    { reason: 'a\nb', days: '7' },
    { reason: 'Spam', days: '-1' },
    { reason: 'Spam', days: '2' },
    { reason: 'Spam', days: '' },
  ])('is not taken from %o', (fields) => expect(parse(fields)).toBeUndefined())

  it('is explained to whoever has it', () => {
    const until = new Date('2026-12-12T09:05:00Z')
    expect(banText({ reason: 'Spam.', until })).toBe(
      'Your account is suspended until 12 December 2026, 09:05 UTC. Reason: Spam.',
    )
    expect(banText({ reason: 'No reason', until: null })).toBe('Your account is suspended.')
  })
})

it('a place in the list of people is a time and an id', () => {
  const id = '5a1c3e6e-1b1f-4a77-9a39-0d2d0ad1f3c5'
  const parse = (older: unknown) => parsePageRequest({ older }, parseAuthorId)
  const at = '2025-11-24T16:00:00.000001Z'
  expect(parse(`1764000000000001-${id}`)).toEqual({ older: { at, id } })
  for (const value of ['', 'x', `x-${id}`, '1-x', '1-1', `-1-${id}`, ['1'], undefined]) {
    expect(parse(value)).toEqual({})
  }
})

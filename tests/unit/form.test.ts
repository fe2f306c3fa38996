import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { hidden, parseForm } from '@/lib/form'
import { emailAddress, maxNameLength, personName } from '@/lib/text'

const schema = z.object({
  name: personName,
  email: emailAddress,
  password: z.string().min(8, 'Short'),
})

function form(fields: Record<string, string | Blob | (string | Blob)[]>): FormData {
  const data = new FormData()
  for (const [name, values] of Object.entries(fields)) {
    for (const value of Array.isArray(values) ? values : [values]) data.append(name, value)
  }
  return data
}

const good = { name: 'Ada', email: 'ada@example.com', password: 'long enough' }

describe('parseForm', () => {
  it('gives typed values', () => {
    const result = parseForm(schema, form({ ...good, name: '  Ada ', email: ' ADA@Example.com' }))
    expect(result).toEqual({ ok: true, value: good })
  })

  it('ignores fields that the schema does not know', () => {
    const result = parseForm(schema, form({ ...good, role: 'admin', userId: '1' }))
    expect(result).toEqual({ ok: true, value: good })
  })

  it('keeps what was typed, but never a password', () => {
    const result = parseForm(schema, form({ ...good, email: 'ada' }))
    expect(result).toEqual({
      ok: false,
      state: {
        fieldErrors: { email: 'Enter an email like name@example.com.' },
        values: { name: 'Ada', email: 'ada' },
      },
    })
  })

  it('counts a missing field as empty', () => {
    const result = parseForm(schema, form({}))
    expect(result.ok || Object.keys(result.state.fieldErrors ?? {})).toEqual([
      'name',
      'email',
      'password',
    ])
  })

  it('refuses a field that stands twice, and a file', () => {
    const result = parseForm(
      schema,
      form({ ...good, name: ['Ada', 'Eve'], email: new File(['x'], 'x.txt') }),
    )
    expect(result.ok || result.state.fieldErrors).toEqual({
      name: 'This field was sent more than once.',
      email: 'Enter text here, not a file.',
    })
  })

  it.each([
    ['twice', ['/', '/posts']],
    ['as a file', new File(['x'], 'x.txt')],
    ['with a value that is refused', '/'.repeat(20)],
  ])('says above the form what is wrong with a hidden field that is sent %s', (_, next) => {
    const withNext = schema.extend({ next: hidden(z.string().max(10)) })
    const result = parseForm(withNext, form({ ...good, next }))
    expect(result.ok || result.state).toMatchObject({
      message: 'We couldn’t read this form. Please try again.',
      fieldErrors: {},
      values: { name: 'Ada' },
    })
  })

  it('marks no other field that has the same schema', () => {
    const text = z.string().max(3, 'Long')
    const result = parseForm(z.object({ a: hidden(text), b: text }), form({ a: 'x', b: 'long' }))
    expect(result.ok || result.state).toMatchObject({ fieldErrors: { b: 'Long' } })
    expect(result.ok || result.state).not.toHaveProperty('message')
  })

  it.each([undefined, null, [], {}, 'text', 7])('answers %j with a state', (data) => {
    expect(parseForm(schema, data)).toEqual({
      ok: false,
      state: { message: 'We couldn’t read this form. Please try again.' },
    })
  })

  it('never throws and never echoes a password, whatever is sent', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constant('\uD800'),
      fc.constant('\u0000'),
    )
    fc.assert(
      fc.property(fc.record({ name: value, email: value, password: value }), (fields) => {
        const result = parseForm(schema, form(fields))
        if (!result.ok) expect(result.state.values).not.toHaveProperty('password')
      }),
    )
  })
})

describe('personName', () => {
  const accepts = (value: string) => personName.safeParse(value).success

  it.each(['Ada', 'Ada Lovelace', 'محمد', '山田太郎', "O'Neill", '👩‍👩‍👧‍👦', 'x'.repeat(maxNameLength)])(
    'takes %s',
    (name) => expect(accepts(name)).toBe(true),
  )

  it('counts code points, not UTF-16 units', () => {
    expect(accepts('👋'.repeat(maxNameLength))).toBe(true)
    expect(accepts('👋'.repeat(maxNameLength + 1))).toBe(false)
  })

  it.each([
    ['empty', ''],
    ['blank', '   '],
    ['invisible', '\u200B\u2060'],
    ['with NUL', 'a\u0000b'],
    ['with a lone surrogate', 'a\uD800b'],
    ['with a bidi override', 'a\u202Eb'],
    ['with a bidi isolate', 'a\u2066b'],
    ['with a line break', 'a\nb'],
    ['with an escape character', 'a\u001Bb'],
  ])('refuses one that is %s', (_, name) => expect(accepts(name)).toBe(false))
})

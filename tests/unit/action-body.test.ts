import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isActionCall, isActionForm } from '@/lib/http/action-body'
import { readMultipart } from '@/lib/http/multipart'

/** A form as React sends it: the arguments in `0`, including the form's fields. */
function call(parts: Record<string, string | Blob>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(parts)) data.append(name, value)
  return data
}

describe('isActionCall', () => {
  it('lets the calls of our forms through', () => {
    expect(isActionCall(call({ '0': '[{},"$K1"]', _1_content: '$h1' }))).toBe(true)
    expect(isActionCall(call({ '0': '[{"newer":"$$5"},"$K1"]', _1_content: '' }))).toBe(true)
  })

  it('lets plain arguments through', () => {
    for (const text of ['[]', '[1,"a",null]', '["$undefined","$n12","$D2026-01-01T00:00:00.000Z"]'])
      expect(isActionCall(text), text).toBe(true)
    expect(isActionCall(call({ '0': '["$Q1","$W2"]', '1': '[["a",1]]', '2': '[1]' }))).toBe(true)
    expect(isActionCall(call({ '0': '["$B1"]', '1': new Blob(['x']) }))).toBe(true)
  })

  it.each([
    '',
    '[[[[',
    'null',
    '{}',
    '"x"',
    '["$n' + '9'.repeat(3000) + '"]',
    '["$nx"]',
    '["$h1"]',
    '["$F1"]',
    '["$@1"]',
    '["$T"]',
    '["$D"]',
    '["$K1"]',
    '["$1"]',
    '["$Q1"]',
    '[{"a":{"b":"$R1"}}]',
    '['.repeat(1000) + ']'.repeat(1000),
  ])('refuses %.60s', (text) => {
    expect(isActionCall(text)).toBe(false)
    // With fields, a form may be part of the arguments.
    if (text !== '["$K1"]') expect(isActionCall(call({ '0': text, name: 'x' }))).toBe(false)
  })

  it('refuses fields without arguments', () => {
    expect(isActionCall(call({ '1': '[]' }))).toBe(false)
    expect(isActionCall(call({}))).toBe(false)
    expect(isActionCall(call({ '0': new Blob(['[]']) }))).toBe(false)
  })

  it('refuses a part that stands twice, and a map or set of something else', () => {
    const twice = call({ '0': '[]' })
    twice.append('0', '[]')
    expect(isActionCall(twice)).toBe(false)
    expect(isActionCall(call({ '0': '["$Q1"]', '1': '[1]' }))).toBe(false)
    expect(isActionCall(call({ '0': '["$W1"]', '1': '{}' }))).toBe(false)
    expect(isActionCall(call({ '0': '["$Q0"]' }))).toBe(false)
  })

  it('answers whatever comes', () => {
    fc.assert(
      fc.property(fc.uint16Array(), (units) => {
        const text = String.fromCharCode(...units)
        expect(typeof isActionCall(text)).toBe('boolean')
      }),
    )
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (args) => {
        const escaped = JSON.stringify(args, (_, value: unknown) =>
          typeof value === 'string' && value.startsWith('$') ? `$${value}` : value,
        )
        expect(isActionCall(escaped)).toBe(true)
      }),
    )
  })
})

describe('isActionForm', () => {
  const id = '00'.repeat(21)
  const action = `{"id":"${id}","bound":"$@1"}`
  const good = { $ACTION_REF_1: '', '$ACTION_1:0': action, '$ACTION_1:1': '[{}]' }

  it('lets the forms of a browser without JavaScript through', () => {
    expect(isActionForm(call({ ...good, $ACTION_KEY: 'k', content: '$h1' }))).toBe(true)
    expect(isActionForm(call({ [`$ACTION_ID_${id}`]: '' }))).toBe(true)
    expect(isActionForm(call({ name: 'Ada' }))).toBe(true)
  })

  it.each<Record<string, string>>([
    { $ACTION_REF_1: '' },
    { ...good, '$ACTION_1:0': '{' },
    { ...good, '$ACTION_1:0': 'null' },
    { ...good, '$ACTION_1:0': '{"id":7,"bound":"$@1"}' },
    { ...good, '$ACTION_1:0': '{"id":"what somebody typed","bound":"$@1"}' },
    { '$ACTION_ID_what somebody typed': '' },
    { ...good, '$ACTION_1:0': `{"id":"${id}","bound":"$@2"}` },
    { ...good, '$ACTION_1:0': `{"id":"${id}","bound":"$@0"}` },
    { ...good, '$ACTION_1:1': '["$h1"]' },
    { ...good, '$ACTION_1:1': '[[[[' },
  ])('refuses %j', (parts) => {
    expect(isActionForm(call(parts))).toBe(false)
  })

  it('refuses what stands twice', () => {
    const form = call(good)
    form.append('$ACTION_1:0', action)
    expect(isActionForm(form)).toBe(false)
  })
})

describe('readMultipart', () => {
  const type = 'multipart/form-data; boundary="x y"'
  const read = (text: string, contentType = type) =>
    readMultipart(new TextEncoder().encode(text).buffer, contentType)
  const part = (head: string, value = 'Ada') => `--x y\r\n${head}\r\n\r\n${value}\r\n--x y--\r\n`
  const disposition = 'Content-Disposition: form-data; name="name"'

  it('reads a form, whatever its values hold', async () => {
    expect((await read(part(disposition)))?.get('name')).toBe('Ada')
    expect((await read(part(disposition, 'a\u0000b')))?.get('name')).toBe('a\u0000b')
    expect((await read(part('Content-Disposition: form-data; name="náme"')))?.get('náme')).toBe(
      'Ada',
    )
  })

  it.each([
    ['an empty one', ''],
    ['one that is cut off', part(disposition).slice(0, -10)],
    [
      'one with a control character in a name',
      part('Content-Disposition: form-data; name="a\u0000"'),
    ],
    ['one with one in another header', part(`${disposition}\r\nX: \u0001`)],
    ['one with an endless head', part(`${disposition}\r\nX: ${'x'.repeat(20_000)}`)],
    ['one without a head', '--x y\r\n--x y--\r\n'],
  ])('refuses %s', async (_, text) => {
    expect(await read(text)).toBeUndefined()
  })

  it('refuses one without a boundary', async () => {
    expect(await read(part(disposition), 'multipart/form-data')).toBeUndefined()
  })
})

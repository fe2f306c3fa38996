import fc from 'fast-check'
import { sentSecret } from './requests'

/** Text that has been trouble somewhere, and any other. */
export const hostileText = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ud800',
    '\u202Ex',
    '\u{E0041}',
    '-1',
    '0',
    '1e9',
    'NaN',
    '9007199254740993',
    '../..',
    '..%2f..',
    '%00',
    '%',
    '//evil.test',
    '/\\evil.test',
    'https://evil.test/x',
    'javascript:alert(1)',
    "' OR 1=1 --",
    '"><script>alert(1)</script>',
    '{{7*7}}',
    '$ACTION_REF_1',
    '$K1',
    '__proto__',
    'constructor',
    '[object Object]',
    'null',
    'undefined',
    'yes',
    'publish',
    'x'.repeat(6000),
    '😀'.repeat(2500),
    sentSecret,
  ),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.uint16Array({ maxLength: 20 }).map((units) => String.fromCharCode(...units)),
)

/** Arguments as React writes them, and what looks like it. */
export const flightText = fc.oneof(
  fc.constantFrom(
    '',
    '[',
    '[[[[',
    '{}',
    'null',
    '[]',
    '[null]',
    '[null,null]',
    '[null,"x"]',
    '[null,{}]',
    '[{},{}]',
    '[{"newer":1},{}]',
    '[[],[]]',
    '["$undefined","$undefined"]',
    '[{},"$K1"]',
    '[{},"$K"]',
    '[{},"$1"]',
    '["$@1"]',
    '["$h1"]',
    '["$F1"]',
    '["$T1"]',
    '["$Q1"]',
    '["$W1"]',
    '["$B1"]',
    '["$R1"]',
    '["$i1"]',
    '["$X1"]',
    '["$A1"]',
    '["$D"]',
    '["$Dx"]',
    '["$S"]',
    '["$Ix"]',
    '["$Z"]',
    `["$n${'9'.repeat(3000)}"]`,
    '["$n-"]',
    '{"__proto__":{"then":"$F1"}}',
    '[{"then":"$h1"}]',
    `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  ),
  fc.json({ maxDepth: 4 }),
  fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 4 }).map((args) => JSON.stringify(args)),
  fc.stringMatching(/^\["\$[a-zA-Z@$]?[0-9a-f]{0,3}(:[a-z]{1,3})?"\]$/),
)

/** The value of a field: text, or a file where text belongs. */
export const fieldValue: fc.Arbitrary<string | Blob> = fc.oneof(
  { weight: 9, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.string().map((text) => new Blob([text])) },
)

/** Fields of a form, some of them twice. */
export function formFields(names: readonly string[], ids: readonly string[]) {
  const entry = fc.oneof(
    { weight: 8, arbitrary: fc.tuple(fc.constantFrom(...names), fieldValue) },
    { weight: 3, arbitrary: fc.tuple(fc.constant('id'), fc.constantFrom(...ids)) },
    { weight: 1, arbitrary: fc.tuple(hostileText, fieldValue) },
  )
  return fc.array(entry, { maxLength: 8 })
}

/** A route with something in its places: `/posts/[id]` and `/posts/[id]?next=…`. */
export function addressOf(
  route: string,
  parameters: readonly string[],
  ids: readonly string[],
): fc.Arbitrary<string> {
  const part = fc.oneof(
    fc.constantFrom(...ids, 'google', 'github', 'get-session'),
    hostileText.map((text) => encodeURIComponent(text.toWellFormed())),
    fc.stringMatching(/^(%[0-9a-f]{2}|[a-z.~;,=+-]){1,12}$/),
  )
  const parts = route.split('/').map((name) => (name.startsWith('[') ? part : fc.constant(name)))
  const value = hostileText.map((text) => encodeURIComponent(text.toWellFormed()))
  const pair = fc.tuple(fc.constantFrom(...parameters), value).map(([n, v]) => `${n}=${v}`)
  const query = fc.array(pair, { maxLength: 4 }).map((pairs) => pairs.join('&'))
  return fc
    .tuple(fc.tuple(...parts), query)
    .map(([path, search]) => (path.join('/') || '/') + (search && `?${search}`))
}

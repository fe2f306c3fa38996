import { parseJson } from './json-body'

/**
 * Tells whether a body can be a server action call before React's decoder gets it, which answers 500 to
 * anything it can't read. It knows what React's `encodeReply` makes of arguments (react-server-dom-webpack,
 * ReactFlightReplyClient.js), except kinds of values that nobody sends to a form's action by accident:
 * promises, streams, iterators, typed arrays, references to functions.
 */

/** Deeper than any of our arguments; the decoder is recursive. */
const maxDepth = 32

/** How many digits of a BigInt the decoder takes. */
const bigint = /^-?\d{1,300}$/

const constants: ReadonlySet<string> = new Set([
  '$undefined',
  '$NaN',
  '$Infinity',
  '$-Infinity',
  '$-0',
])

/**
 * Whether a text looks like an action's id, known to this build or not: a byte about it and a hash, in
 * hexadecimal. Next logs anything else it's sent as one.
 */
export function isActionId(text: string): boolean {
  return /^[0-9a-f]{42}$/.test(text)
}

/**
 * Whether the body of a call by fetch can be decoded into a list of arguments.
 *
 * @param body its text if it has no fields, else its fields
 */
export function isActionCall(body: string | FormData): boolean {
  if (typeof body === 'string') return isArguments(body, () => undefined, false)
  const parts = new Map<string, FormDataEntryValue>()
  for (const [name, value] of body) {
    // Fields of a form among the arguments have the form's number before their names.
    if (!/^[0-9a-f]+$/.test(name)) continue
    if (parts.has(name)) return false
    parts.set(name, value)
  }
  return isArguments(parts.get('0'), (id) => parts.get(id), true)
}

/**
 * Whether the fields that Next adds to a form for browsers without JavaScript can be decoded; true if there
 * are none.
 */
export function isActionForm(form: FormData): boolean {
  for (const name of new Set(form.keys())) {
    const id = /^\$ACTION_REF_(\d+)$/.exec(name)?.[1]
    if (id !== undefined && !isBoundAction(form, id)) return false
    const plain = /^\$ACTION_ID_(.*)$/s.exec(name)?.[1]
    if (plain !== undefined && !isActionId(plain)) return false
    if (name.startsWith('$ACTION_') && form.getAll(name).length > 1) return false
  }
  return true
}

/** A form's action with the state it was shown with. */
function isBoundAction(form: FormData, id: string): boolean {
  const part = (index: string) => form.get(`$ACTION_${id}:${index}`) ?? undefined
  const action = parse(part('0'))
  if (typeof action !== 'object' || action === null || Array.isArray(action)) return false
  const name: unknown = Reflect.get(action, 'id')
  if (typeof name !== 'string' || !isActionId(name)) return false
  const bound: unknown = Reflect.get(action, 'bound')
  if (bound === null) return true
  const index = typeof bound === 'string' ? /^\$@([0-9a-f]+)$/.exec(bound)?.[1] : undefined
  return index !== undefined && index !== '0' && isArguments(part(index), part, true)
}

type Part = (id: string) => FormDataEntryValue | undefined

function isArguments(
  text: FormDataEntryValue | undefined,
  part: Part,
  mayHaveForms: boolean,
): boolean {
  const value = parse(text)
  return Array.isArray(value) && isValue(value, part, mayHaveForms, 0)
}

function isValue(value: unknown, part: Part, mayHaveForms: boolean, depth: number): boolean {
  if (depth > maxDepth) return false
  if (typeof value === 'string') {
    return !value.startsWith('$') || isSpecial(value, part, mayHaveForms, depth)
  }
  if (typeof value !== 'object' || value === null) return true
  return Object.values(value).every((entry) => isValue(entry, part, mayHaveForms, depth + 1))
}

function isSpecial(value: string, part: Part, mayHaveForms: boolean, depth: number): boolean {
  const rest = value.slice(2)
  switch (value[1]) {
    case '$':
      return true
    case 'D':
      return !Number.isNaN(Date.parse(rest))
    case 'n':
      return bigint.test(rest)
    case 'K':
      return mayHaveForms && /^[0-9a-f]+$/.test(rest)
    case 'B':
      return part(rest) instanceof Blob
    case 'Q':
    case 'W':
      return isCollection(parse(part(rest)), value[1] === 'Q', part, depth)
    default:
      return constants.has(value)
  }
}

function isCollection(value: unknown, isMap: boolean, part: Part, depth: number): boolean {
  if (!Array.isArray(value)) return false
  if (isMap && !value.every((pair) => Array.isArray(pair) && pair.length === 2)) return false
  return isValue(value, part, true, depth + 1)
}

function parse(text: FormDataEntryValue | undefined): unknown {
  return typeof text === 'string' ? parseJson(text) : undefined
}

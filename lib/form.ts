import { z } from 'zod'

/**
 * What an action returns to its form, unless it leads elsewhere. Plain data: it travels to the browser and
 * back, so it never holds a password.
 */
export interface ActionState {
  /** One sentence above the form. */
  message?: string
  /** Whether the message is a failure (default) or a success. */
  tone?: 'error' | 'success'
  /** One sentence per field, by field name. */
  fieldErrors?: Record<string, string>
  /** What was typed, by field name, to show again. Secrets are left out. */
  values?: Record<string, string>
  /** The text as readers would see it: HTML made only by `renderPost`. */
  preview?: string
  /** Where to sign in again, when the session has ended. */
  signIn?: string
}

export type FormResult<T> = { ok: true; value: T } | { ok: false; state: ActionState }

/** Fields whose value is never sent back. */
const secretFields = /password|code|token|secret/i

const unreadable = 'We couldn’t read this form. Please try again.'

/**
 * Marks a field nobody types into: a hidden input, or a button's value. Its errors have no field to go under,
 * so `parseForm` puts them above the form.
 */
export function hidden<Schema extends z.ZodType>(schema: Schema): Schema {
  return schema.meta({ hidden: true })
}

/** The form's fields that people type into and that hold no secret. */
export function typedFields(schema: z.ZodObject): string[] {
  return Object.entries(schema.shape)
    .filter(([name, field]) => !isHidden(field) && !secretFields.test(name))
    .map(([name]) => name)
}

function isHidden(field: z.core.$ZodType): boolean {
  return z.globalRegistry.get(field)?.hidden === true
}

/**
 * Turns a submitted form into a typed value, or into a state that says what's wrong.
 *
 * A missing field counts as empty. A duplicate field, or a file where text belongs, can only come from a
 * forged request and is an error of that field. Fields unknown to the schema are ignored.
 *
 * @param schema an object schema over strings
 * @param data what the browser sent; anything but FormData gives an error state
 * @returns the parsed value, or an ActionState with messages and the typed values (no secrets)
 */
export function parseForm<Schema extends z.ZodObject>(
  schema: Schema,
  data: unknown,
): FormResult<z.output<Schema>> {
  if (!(data instanceof FormData)) {
    return { ok: false, state: { message: unreadable } }
  }

  const input: Record<string, string> = {}
  const fieldErrors: Record<string, string> = {}
  for (const name of Object.keys(schema.shape)) {
    const [value, ...more] = data.getAll(name)
    if (more.length > 0) fieldErrors[name] = 'This field was sent more than once.'
    else if (value !== undefined && typeof value !== 'string')
      fieldErrors[name] = 'Enter text here, not a file.'
    else input[name] = value ?? ''
  }

  const result = schema.safeParse(input)
  if (!result.success) {
    for (const issue of result.error.issues) {
      const name = String(issue.path[0])
      fieldErrors[name] ??= issue.message
    }
  }
  if (result.success && Object.keys(fieldErrors).length === 0) {
    return { ok: true, value: result.data }
  }
  const state: ActionState = { fieldErrors, values: keptValues(input) }
  for (const name of Object.keys(fieldErrors)) {
    const field = schema.shape[name]
    if (!field || !isHidden(field)) continue
    delete fieldErrors[name]
    state.message = unreadable
  }
  return { ok: false, state }
}

/**
 * The part of what was typed that may be shown again.
 *
 * @param values field values by name
 * @returns the same without passwords, codes and tokens, each cut to 8,000 UTF-16 units
 */
export function keptValues(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => !secretFields.test(name))
      .map(([name, value]) => [name, value.slice(0, 8000).toWellFormed()]),
  )
}

/**
 * The text of some fields, to show again after a failure.
 *
 * @param data what the browser sent; a missing field or a file counts as empty
 * @param names fields that hold no secret
 */
export function keptText(data: unknown, names: readonly string[]): Record<string, string> {
  return keptValues(
    Object.fromEntries(
      names.map((name) => {
        const value = data instanceof FormData ? data.get(name) : null
        return [name, typeof value === 'string' ? value : '']
      }),
    ),
  )
}

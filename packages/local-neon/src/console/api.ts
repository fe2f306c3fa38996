/** What all parts of the JSON API share. */
import { OpenAPIHono, z } from '@hono/zod-openapi'
import type { ConsoleEnv } from './context'

/** Every refusal of the API. */
export const errorSchema = z
  .object({ error: z.object({ code: z.string(), message: z.string() }) })
  .openapi('Error')

/** The answer to a change that has nothing to give. */
export const doneSchema = z.object({ done: z.boolean() })

/** A date, which JSON has as text. */
export const dateTime = z.date().openapi({ type: 'string', format: 'date-time' })

/** A switch in an address: `true` or `false`. */
export const flag = z
  .enum(['true', 'false'])
  .optional()
  .transform((text) => text === 'true')

const meanings = {
  400: 'The request is invalid; the message says why.',
  401: 'The bearer token of this local Neon is missing or wrong.',
  404: 'Not found.',
  409: 'It conflicts with what is there.',
} as const

/**
 * The responses of a route: 200 with this body, and the refusals it knows. Handlers refuse by an
 * HTTPException, so that their types have the 200 alone.
 */
export function answers<Body extends z.ZodType>(
  body: Body,
  ...refusals: (keyof typeof meanings)[]
): { 200: { description: string; content: { 'application/json': { schema: Body } } } } {
  const refused = refusals.map((status) => [
    status,
    { description: meanings[status], content: { 'application/json': { schema: errorSchema } } },
  ])
  return {
    200: { description: 'Done.', content: { 'application/json': { schema: body } } },
    ...Object.fromEntries(refused),
  }
}

/** A JSON body of this schema that a route wants. */
export function jsonBody<Body extends z.ZodType>(schema: Body) {
  return { required: true, content: { 'application/json': { schema } } }
}

/** A part of the API; what does not match its schema is refused in the API's own form. */
export function createApiSection() {
  return new OpenAPIHono<ConsoleEnv>({
    defaultHook: (result, c) => {
      if (result.success) return
      return c.json(refusal('invalid_request', z.prettifyError(result.error)), 400)
    },
  })
}

/** The body of a refusal. */
export function refusal(code: string, message: string): z.infer<typeof errorSchema> {
  return { error: { code, message } }
}

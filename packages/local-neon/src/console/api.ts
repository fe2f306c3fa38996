/** What all parts of the JSON API share. */
import { OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { ConsoleEnv } from './context'

/** Every API refusal. */
export const errorSchema = z
  .object({ error: z.object({ code: z.string(), message: z.string() }) })
  .openapi('Error')

/** The answer to a change that returns nothing. */
export const doneSchema = z.object({ done: z.boolean() })

/** Answers a change that returns nothing, once it's made. */
export async function done(c: Context, change: unknown) {
  await change
  return c.json({ done: true as const }, 200)
}

/** A date, as text in JSON. */
export const dateTime = z.coerce.date().openapi({ type: 'string', format: 'date-time' })

/** A switch in a URL: `true` or `false`. */
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
 * A route's responses: 200 with this body, and its refusals. Handlers refuse with an HTTPException, so
 * their types only have the 200.
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

/** A required JSON body with this schema. */
export function jsonBody<Body extends z.ZodType>(schema: Body) {
  return { required: true, content: { 'application/json': { schema } } }
}

/** Part of the API; input that doesn't match is refused in the API's own form. */
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

import { timingSafeEqual } from 'node:crypto'
import { createMiddleware } from 'hono/factory'
import { HTTPException } from 'hono/http-exception'
import type { z } from 'zod'
import type { ConsoleContext, ConsoleEnv } from './context'

const KILOBYTE = 1024

/** Whether a change has this local Neon's token. */
export function isToken(given: string | null | undefined, { token }: ConsoleContext): boolean {
  const [one, other] = [Buffer.from(given ?? ''), Buffer.from(token)]
  return one.length === other.length && timingSafeEqual(one, other)
}

const SMALL = 16 * KILOBYTE
/** For rows and SQL. */
const LARGE = 10 * KILOBYTE * KILOBYTE

/** The only form with a file; it's read whole before it's checked. */
const UPLOAD = '/snapshots/import'

const OTHERS: Record<string, number> = {
  [UPLOAD]: 128 * KILOBYTE ** 2,
  // It goes straight into a file.
  '/api/import': 4 * KILOBYTE ** 3,
}

/** Browsers send line breaks as CR LF; files, string constants and most apps use LF. */
export function asWritten(text: string): string {
  return text.replaceAll('\r\n', '\n')
}

/** The first error of each field. */
export function fieldErrors({ issues }: z.ZodError): Partial<Record<string, string>> {
  const errors: Partial<Record<string, string>> = {}
  for (const { path, message } of issues) errors[String(path[0])] ??= message
  return errors
}

/**
 * Limits a request's size by its required Content-Length.
 * @throws HTTPException 411, 413
 */
export const limitBody = createMiddleware((c, next) => {
  if (c.req.header('transfer-encoding') !== undefined) {
    throw new HTTPException(411, { message: 'Send it with a Content-Length.' })
  }
  const isLarge = /^(\/api)?\/(tables|sql)\b/.test(c.req.path)
  const most = OTHERS[c.req.path] ?? (isLarge ? LARGE : SMALL)
  if (Number(c.req.header('content-length') ?? 0) > most) {
    throw new HTTPException(413, { message: 'This is too large.' })
  }
  return next()
})

/**
 * Only lets forms through that the console's own pages post, and puts their fields in `c.var.form`. It
 * ignores other requests, except that pages only take GET and POST.
 * @throws HTTPException 403, 405, 415
 */
export function checkForm(context: ConsoleContext) {
  return createMiddleware<ConsoleEnv>(async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
    if (c.req.method !== 'POST') throw new HTTPException(405, { message: 'Send GET or POST.' })
    // Programs have JSON; forms come from browsers, which name their origin.
    if (c.req.header('origin') !== `http://${c.req.header('host')}`) {
      throw new HTTPException(403, { message: 'Only pages of this console may send forms.' })
    }
    const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
    const wanted =
      c.req.path === UPLOAD ? 'multipart/form-data' : 'application/x-www-form-urlencoded'
    if (type !== wanted) throw new HTTPException(415, { message: `Send ${wanted}.` })
    const form = new URLSearchParams()
    const fields = await c.req.formData().catch(() => {
      throw new HTTPException(400, { message: 'This isn’t a form.' })
    })
    for (const [name, value] of fields) {
      if (typeof value === 'string') form.append(name, value)
      else c.set('file', value)
    }
    if (!isToken(form.get('token'), context)) {
      const message = 'Local Neon was restarted after this page loaded. Reload it, then try again.'
      throw new HTTPException(403, { message })
    }
    c.set('form', form)
    return next()
  })
}

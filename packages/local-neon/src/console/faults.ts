import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { faultSchema, services, type Fault, type Faults, type Service } from '../faults'
import { readBody } from '../http/requests'
import { sendJson } from '../http/responses'

const faultRequest = z.object({ service: z.enum(services), fault: faultSchema.nullable() })
const maxBodyBytes = 64 * 1024

/** The fault of each service, or null. */
export function currentFaults(faults: Faults): Record<string, Fault | null> {
  return Object.fromEntries(services.map((service) => [service, faults.get(service)]))
}

/** Sets a fault as a program asks for it, in JSON; answers with all faults, or 400. */
export async function postFaults(
  request: IncomingMessage,
  response: ServerResponse,
  faults: Faults,
): Promise<void> {
  const wanted = faultRequest.safeParse(await readJson(request))
  if (!wanted.success) return sendJson(response, 400, { error: z.prettifyError(wanted.error) })
  faults.set(wanted.data.service, wanted.data.fault)
  sendJson(response, 200, currentFaults(faults))
}

/** Sets a fault as the form asks for it; gives what is wrong with the form, or null. */
export function submitFailure(
  form: URLSearchParams,
  faults: Faults,
): { service: Service; text: string } | null {
  const service = z.enum(services).catch('database').parse(form.get('service'))
  const kind = form.get('kind')
  const ms = (form.get('ms') ?? '').trim()
  const fault = kind === 'none' ? null : { kind, ms: ms === '' ? undefined : Number(ms) }
  const wanted = faultRequest.safeParse({ service: form.get('service'), fault })
  if (!wanted.success) return { service, text: 'Choose one, with 0 to 600000 milliseconds.' }
  faults.set(wanted.data.service, wanted.data.fault)
  return null
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request, maxBodyBytes)
  try {
    return JSON.parse(body?.toString('utf8') ?? '')
  } catch {
    return undefined
  }
}

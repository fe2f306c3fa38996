import { z } from 'zod'
import { faultSchema, services, type Faults, type Service } from '../../faults'

const faultForm = z.object({ service: z.enum(services), fault: faultSchema.nullable() })

/** Sets the fault in the form; returns what's wrong with the form, or null. */
export function setFault(
  form: URLSearchParams,
  faults: Faults,
): { service: Service; text: string } | null {
  const service = z.enum(services).catch('database').parse(form.get('service'))
  const kind = form.get('kind')
  const ms = (form.get('ms') ?? '').trim()
  const fault = kind === 'none' ? null : { kind, ms: ms === '' ? undefined : Number(ms) }
  const wanted = faultForm.safeParse({ service: form.get('service'), fault })
  if (!wanted.success) return { service, text: 'Choose one, with 0 to 600000 milliseconds.' }
  faults.set(wanted.data.service, wanted.data.fault)
  return null
}

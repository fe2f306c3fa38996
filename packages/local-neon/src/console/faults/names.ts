import type { Fault, Service } from '../../faults'

export const serviceNames: Record<Service, string> = {
  database: 'Database',
  auth: 'Neon Auth',
}

/** Every kind of fault as a choice, in the form's order. */
export const faultChoices: { kind: Fault['kind'] | 'none'; name: string; hint: string }[] = [
  { kind: 'none', name: 'None', hint: 'Works normally.' },
  { kind: 'latency', name: 'Slow', hint: 'Answers late.' },
  { kind: 'hang', name: 'Hangs', hint: 'Takes requests and never answers.' },
  { kind: 'refuse', name: 'Refuses', hint: 'Closes connections without an answer.' },
  { kind: 'reset', name: 'Resets', hint: 'Breaks connections.' },
  { kind: 'status500', name: 'Status 500', hint: 'Answers HTTP with an internal error.' },
  { kind: 'html', name: 'HTML for JSON', hint: 'Answers HTTP with a page and status 200.' },
]

/** A fault as a short sentence. */
export function describeFault(fault: Fault): string {
  if (fault.kind === 'latency') return `answers ${fault.ms} ms later.`
  const choice = faultChoices.find(({ kind }) => kind === fault.kind)
  return `${choice?.name.toLowerCase() ?? fault.kind}.`
}

import { matches } from '../statements/filter'
import type { Trace, Traces } from './store'

/** The traces with all words of a filter in their name or those of their spans, the newest first. */
export function wantedTraces(traces: Traces, q = ''): Trace[] {
  return traces
    .all()
    .filter(({ name, spans }) => matches([name, ...spans.map((span) => span.name)].join(' '), q))
}

import { matches } from '../statements/filter'
import type { Trace, Traces } from './store'

/** The traces with all of a filter's words in their name or their spans' names, newest first. */
export function wantedTraces(traces: Traces, q = ''): Trace[] {
  return traces
    .all()
    .filter(({ name, spans }) => matches([name, ...spans.map((span) => span.name)].join(' '), q))
}

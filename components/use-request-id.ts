'use client'

import { useSyncExternalStore } from 'react'

const neverChanges = () => () => {}

/** A list of resources this long may be full, and the newest may be missing from it. */
const fullList = 250

/**
 * The id of the request that brought what is shown, as the server's log has it; from the header
 * `Server-Timing`, the one that scripts can read of a page. Null where it is not known.
 */
export function useRequestId(): string | null {
  return useSyncExternalStore(neverChanges, lastRequestId, () => null)
}

function lastRequestId(): string | null {
  const entries = performance
    .getEntries()
    .filter((entry): entry is PerformanceResourceTiming => 'serverTiming' in entry)
  // The page itself, and what it has loaded since.
  if (entries.length > fullList) return null
  const timings = entries.flatMap((entry) => entry.serverTiming)
  return timings.findLast(({ name }) => name === 'request')?.description ?? null
}

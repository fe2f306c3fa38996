'use client'

import { useSyncExternalStore } from 'react'

const neverChanges = () => () => {}

/** A resource list this long may be full and miss the newest. */
const fullList = 250

/**
 * The id, as in the server's log, of the request that brought this page; from `Server-Timing`, the only page
 * header scripts can read. Null if unknown.
 */
export function useRequestId(): string | null {
  return useSyncExternalStore(neverChanges, lastRequestId, () => null)
}

function lastRequestId(): string | null {
  const entries = performance
    .getEntries()
    .filter((entry): entry is PerformanceResourceTiming => 'serverTiming' in entry)
  // The page and its resources.
  if (entries.length > fullList) return null
  const timings = entries.flatMap((entry) => entry.serverTiming)
  return timings.findLast(({ name }) => name === 'request')?.description ?? null
}

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
  const resources = performance.getEntriesByType('resource')
  if (resources.length >= fullList) return null
  const ids = [...performance.getEntriesByType('navigation'), ...resources].flatMap((entry) =>
    entry instanceof PerformanceResourceTiming
      ? entry.serverTiming.filter(({ name }) => name === 'request')
      : [],
  )
  return ids.at(-1)?.description ?? null
}

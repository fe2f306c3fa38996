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
  const resources = performance.getEntriesByType('resource')
  if (resources.length >= fullList) return null
  const ids = [...performance.getEntriesByType('navigation'), ...resources].flatMap((entry) =>
    entry instanceof PerformanceResourceTiming
      ? entry.serverTiming.filter(({ name }) => name === 'request')
      : [],
  )
  return ids.at(-1)?.description ?? null
}

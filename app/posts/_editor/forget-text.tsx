'use client'

import { useEffect } from 'react'
import { writeText } from './kept-text'

/** Forgets unsaved text now that it's saved. Goes on the page an editor leads to. */
export function ForgetText({ keys }: { keys: string }) {
  useEffect(() => {
    for (const key of keys.split(' ')) writeText(key, undefined)
  }, [keys])
  return null
}

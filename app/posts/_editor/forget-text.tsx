'use client'

import { useEffect } from 'react'
import { writeText } from './kept-text'

/** Forgets unsaved text, now that it is saved. Stands on the page that an editor leads to. */
export function ForgetText({ keys }: { keys: string }) {
  useEffect(() => {
    for (const key of keys.split(' ')) writeText(key, undefined)
  }, [keys])
  return null
}

'use client'

import { useEffect, useState } from 'react'
import { exactTime, relativeTime } from '@/lib/time'

interface RelativeTimeProps {
  /** The time to show, in ISO 8601: `date.toISOString()`. */
  date: string
  /**
   * The present, in ISO 8601, by the rendering server's clock. So server and browser write the same at first,
   * whatever their clocks; then it's kept up to date.
   */
  now: string
  className?: string
}

/** How long ago something was: "3 hours ago", with the exact time on hover. */
export function RelativeTime({ date, now, className }: RelativeTimeProps) {
  const [elapsed, setElapsed] = useState(0)

  useEffect(() => {
    const start = performance.now()
    const timer = setInterval(() => setElapsed(performance.now() - start), 60_000)
    return () => clearInterval(timer)
  }, [now])

  const then = new Date(date)
  return (
    <time dateTime={date} title={exactTime(then)} className={className}>
      {relativeTime(then, new Date(Date.parse(now) + elapsed))}
    </time>
  )
}

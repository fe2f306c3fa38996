const months =
  'January February March April May June July August September October November December'.split(' ')

/** Names and order are spelled out, since `Intl` differs between server and browser. */
function day(date: Date): string {
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`
}

/** A time to the minute, in UTC: "22 November 2026, 09:05 UTC". */
export function exactTime(date: Date): string {
  return `${day(date)}, ${date.toISOString().slice(11, 16)} UTC`
}

function ago(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'} ago`
}

/**
 * A time as people say it, seen from `now`: "just now", "5 minutes ago", "3 days ago"; after a month, the day
 * in UTC. A future time, from a clock that is ahead, is "just now".
 */
export function relativeTime(date: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - date.getTime()) / 60_000)
  const hours = Math.floor(minutes / 60)
  const days = Math.floor(hours / 24)
  if (minutes < 1) return 'just now'
  if (hours < 1) return ago(minutes, 'minute')
  if (days < 1) return ago(hours, 'hour')
  if (days < 30) return ago(days, 'day')
  return day(date)
}

import { describe, expect, it } from 'vitest'
import { exactTime, relativeTime } from '@/lib/time'

const now = new Date('2026-11-22T09:05:30Z')
const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1000)
const minute = 60
const hour = 60 * minute
const day = 24 * hour

describe('relativeTime', () => {
  it.each([
    [0, 'just now'],
    [59, 'just now'],
    [minute, '1 minute ago'],
    [hour - 1, '59 minutes ago'],
    [hour, '1 hour ago'],
    [day - 1, '23 hours ago'],
    [day, '1 day ago'],
    [30 * day - 1, '29 days ago'],
    [30 * day, '23 October 2026'],
  ])('%i seconds ago is "%s"', (seconds, words) => {
    expect(relativeTime(secondsAgo(seconds), now)).toBe(words)
  })

  it('takes a clock that is ahead for now', () => {
    expect(relativeTime(secondsAgo(-3600), now)).toBe('just now')
  })
})

it('exactTime names the day and the minute in UTC', () => {
  expect(exactTime(now)).toBe('22 November 2026, 09:05 UTC')
})

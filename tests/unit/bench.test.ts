import { describe, expect, it } from 'vitest'
import { parsePerf } from '../../bench/counters'
import { parseOptions } from '../../bench/options'
import { median, quantile, ratioOf } from '../../bench/statistics'
import { formatTable } from '../../bench/table'
import { sources } from '../../bench/weight'

describe('the statistics', () => {
  it('find the middle, whatever the order', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([4, 1, 3, 2])).toBe(2.5)
    expect(quantile([10, 0], 0.25)).toBe(2.5)
    expect(quantile([1, 2, 3, 4, 5], 1)).toBe(5)
    expect(median([])).toBeNaN()
  })

  it('compare rounds with each other, not medians', () => {
    // The machine gets four times slower, but every round still says 2.
    expect(ratioOf([200, 100, 50], [100, 50, 25])).toEqual({ median: 2, low: 2, high: 2 })
    expect(ratioOf([1, 2, 3, 4, 5], [1, 1, 1, 1, 1])).toEqual({ median: 3, low: 2, high: 4 })
  })

  it('leave out rounds that lack a value', () => {
    expect(ratioOf([undefined, 6, 6], [1, 3, undefined])).toEqual({ median: 2, low: 2, high: 2 })
    expect(ratioOf([undefined], [undefined])).toBeUndefined()
    expect(ratioOf([1], [0])).toBeUndefined()
  })
})

describe('the table', () => {
  it('shows medians and ratios, and no line that nobody has a value for', () => {
    const table = formatTable('/posts', [
      { server: 'app', rounds: [{ 'HTML, bytes': 20_000 }, { 'p50, ms': 10 }, { 'p50, ms': 30 }] },
      {
        server: 'other',
        rounds: [{ 'HTML, bytes': 10_000 }, { 'p50, ms': 10 }, { 'p50, ms': 10 }],
      },
    ])
    expect(table.split('\n')).toEqual([
      '/posts          app   other             ratio',
      'p50, ms        20.0    10.0  2.00 (1.50–2.50)',
      'HTML, bytes  20,000  10,000              2.00',
    ])
  })
})

describe('the options', () => {
  it('have defaults', () => {
    expect(parseOptions([])).toMatchObject({ rounds: 7, latency: 0, posts: undefined, pages: [] })
  })

  it('are read', () => {
    const args = ['--rounds', '3', '--latency', '25', '--page', '/posts', '--page', '/account']
    expect(parseOptions(args)).toMatchObject({
      rounds: 3,
      latency: 25,
      pages: ['/posts', '/account'],
    })
  })

  it.each([
    ['--rounds', '0'],
    ['--rounds', '1.5'],
    ['--latency', 'x'],
    ['--posts', '10'],
    ['--fast'],
  ])('are refused: %s %s', (...args) => expect(() => parseOptions(args.filter(Boolean))).toThrow())
})

describe('what perf prints', () => {
  it('is read where there is a counter', () => {
    const line = (name: string) => `123456,,${name},2000000,100.00,,\n`
    expect(parsePerf(line('instructions'), 'instructions')).toBe(123_456)
    expect(parsePerf(`# started\n\n${line('instructions:u')}`, 'instructions')).toBe(123_456)
  })

  it('is nothing where there is none', () => {
    expect(parsePerf('<not supported>,,instructions,0,100.00,,\n', 'instructions')).toBeUndefined()
    expect(parsePerf('<not counted>,,instructions,0,0.00,,\n', 'instructions')).toBeUndefined()
    expect(parsePerf('', 'instructions')).toBeUndefined()
  })
})

it('finds the files that tags of a page name, each once', () => {
  const html =
    '<script src="/a.js?x=1&amp;y=2" async=""></script><script>1</script><script async="" src="/a.js?x=1&amp;y=2"></script><script noModule="" src="/b.js"></script>'
  expect(sources(html, /<script\b[^>]*?\bsrc="([^"]+)"/g)).toEqual(['/a.js?x=1&y=2', '/b.js'])
})

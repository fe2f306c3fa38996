import { describe, expect, it } from 'vitest'
import { isMarkedQuiet, shapeOf } from '../../src/statement-shape'
import { Stats } from '../../src/stats'

describe('the shape of a statement', () => {
  it.each([
    ['SELECT 1', 'SELECT ?'],
    ['SELECT *\n  FROM posts -- all\n WHERE id = $1', 'SELECT * FROM posts WHERE id = ?'],
    [`SELECT 'it''s', E'a\\'b', $tag$x'y$tag$`, 'SELECT ?, …'],
    ['select a1.b2 from "t 1" where x = -1.5e3', 'select a1.b2 from "t 1" where x = -?'],
    ['x IN ($1, $2,$3)', 'x IN (?, …)'],
    ['INSERT INTO a (x, y) VALUES ($1, $2), ($3, $4)', 'INSERT INTO a (x, y) VALUES (?, …), …'],
    ['/* one\ntwo */ COMMIT', 'COMMIT'],
    ['', ''],
  ])('%s', (text, shape) => {
    expect(shapeOf(text)).toBe(shape)
  })

  it('is found in time for a long text of any kind', () => {
    const begun = performance.now()
    for (const text of [
      "'".repeat(9999),
      '$'.repeat(9999),
      '(?, '.repeat(2500),
      '/*'.repeat(5000),
    ]) {
      shapeOf(text)
    }
    expect(performance.now() - begun).toBeLessThan(1000)
  })
})

it('a comment marks a statement as quiet', () => {
  expect(isMarkedQuiet('SELECT 1 /* quiet */')).toBe(true)
  expect(isMarkedQuiet('SELECT quiet')).toBe(false)
})

describe('the statistics', () => {
  const statement = (text: string, milliseconds = 1, rows: number | null = 1) => ({
    text,
    milliseconds,
    rows,
    transport: 'http' as const,
  })

  it('count statements of one shape together', () => {
    const stats = new Stats()
    stats.recordStatement(statement('SELECT 1', 2))
    stats.recordStatement(statement('SELECT 2', 4, null))
    stats.recordStatement(statement('BEGIN', 1, 0))
    expect(stats.shapes()).toEqual([
      expect.objectContaining({
        text: 'SELECT ?',
        calls: 2,
        failures: 1,
        rows: 1,
        totalMilliseconds: 6,
        maxMilliseconds: 4,
      }),
      expect.objectContaining({ text: 'BEGIN', calls: 1 }),
    ])
  })

  it('keep others when one statement runs all the time', () => {
    const stats = new Stats()
    stats.recordStatement(statement('SELECT * FROM rare'))
    for (let turn = 0; turn < 2000; turn++) stats.recordStatement(statement(`SELECT ${turn}`))
    const { recent, sql } = stats.snapshot()
    expect(sql.statements).toBe(2001)
    expect(recent).toHaveLength(51)
    expect(recent.at(-1)?.text).toBe('SELECT * FROM rare')
    expect(recent[0]?.text).toBe('SELECT 1999')
  })

  it('bound what they keep', () => {
    const stats = new Stats()
    for (let turn = 0; turn < 1200; turn++) stats.recordStatement(statement(`SELECT c${turn}`))
    expect(stats.snapshot().recent).toHaveLength(500)
    expect(stats.shapes()).toHaveLength(500)
    stats.recordStatement({
      ...statement('x'.repeat(20_000)),
      parameters: ['y'.repeat(5000), null],
    })
    const [long] = stats.snapshot().recent
    expect(long?.text.length).toBeLessThan(10_100)
    expect(long?.parameters[0]?.length).toBeLessThan(1100)
    expect(long?.parameters[1]).toBeNull()
  })
})

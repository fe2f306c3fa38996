/** A process that writes without end and says what was acknowledged, until it is killed. */
import { startEngine } from '../../src/postgres/start'
import { createInProcessPool } from '../../src/postgres/in-process'

const [folder = '', first = '0'] = process.argv.slice(2)
const { engine } = await startEngine({ data: folder, onCrash: () => process.exit(7) })
const pool = createInProcessPool(engine, 2)
await pool.query('CREATE TABLE IF NOT EXISTS pairs (n int, text text)')
for (let n = Number(first); ; n++) {
  try {
    // Two rows in one transaction: both or none.
    const text = `INSERT INTO pairs SELECT $1, repeat('x', 3000) FROM generate_series(1, 2)`
    await pool.query(text, [n])
    process.send?.(n)
  } catch {
    // One of Postgres's processes was killed. What was not acknowledged may be there or not.
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

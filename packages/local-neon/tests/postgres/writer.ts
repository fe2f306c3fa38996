/** A process that writes without end and says what was acknowledged, until it is killed. */
import { startEngine } from '../../src/postgres/start'
import { createInProcessPool } from '../../src/postgres/in-process'

const [folder = '', first = '0'] = process.argv.slice(2)
const { engine } = await startEngine({
  data: folder,
  onCrash: (reason) => process.exit(String(reason).length),
})
const pool = createInProcessPool(engine, 2)
await pool.query('CREATE TABLE IF NOT EXISTS pairs (n int, text text)')
for (let n = Number(first); ; n++) {
  // Two rows in one transaction: both or none.
  await pool.query(`INSERT INTO pairs SELECT $1, repeat('x', 3000) FROM generate_series(1, 2)`, [n])
  process.send?.(n)
}

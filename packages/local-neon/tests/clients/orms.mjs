// An app with Sequelize and TypeORM; prints what they saw.
import { Op, DataTypes, Sequelize } from 'sequelize'
import { DataSource, EntitySchema } from 'typeorm'

const url = process.env.DATABASE_URL
const bodies = (notes) => notes.map(({ body }) => body)

async function withSequelize() {
  const sequelize = new Sequelize(url, { logging: false })
  const Note = sequelize.define('sequelized', { body: { type: DataTypes.TEXT, allowNull: false } })
  await sequelize.sync()
  await Note.sync({ alter: true })
  const seen = {}
  await sequelize.transaction(async (transaction) => {
    await Note.bulkCreate([{ body: 'kept' }, { body: 'locked' }], { transaction })
    seen.inside = bodies(await Note.findAll({ transaction, order: ['id'] }))
    seen.outside = bodies(await Note.findAll())
  })
  await sequelize.transaction(async (transaction) => {
    const where = { body: { [Op.eq]: 'locked' } }
    await Note.findAll({ where, transaction, lock: transaction.LOCK.UPDATE })
    await sequelize.transaction(async (other) => {
      const options = { transaction: other, lock: other.LOCK.UPDATE, skipLocked: true }
      seen.skipping = bodies(await Note.findAll(options))
    })
  })
  const undone = sequelize.transaction(async (transaction) => {
    await Note.destroy({ where: {}, transaction })
    throw new Error('thought better of')
  })
  seen.undone = await undone.catch(({ message }) => message)
  seen.after = await Note.count()
  await sequelize.close()
  return seen
}

async function withTypeOrm() {
  const Note = new EntitySchema({
    name: 'TypedNote',
    columns: { id: { type: 'int', primary: true, generated: true }, body: { type: 'text' } },
  })
  class Fill1700000000001 {
    up = (runner) => runner.query(`INSERT INTO typed_note (body) VALUES ('migrated')`)
    down = (runner) => runner.query('DELETE FROM typed_note')
  }
  const source = new DataSource({
    type: 'postgres',
    url,
    entities: [Note],
    migrations: [Fill1700000000001],
    synchronize: true,
  })
  await source.initialize()
  const seen = { migrations: (await source.runMigrations()).map(({ name }) => name) }
  const repository = source.getRepository(Note)
  await source.transaction(async (manager) => {
    await manager.save(Note, { body: 'kept' })
    seen.inside = bodies(await manager.find(Note, { order: { id: 'ASC' } }))
    seen.outside = bodies(await repository.find())
  })
  await source.transaction(async (manager) => {
    const where = { body: 'kept' }
    await manager.findOne(Note, { where, lock: { mode: 'pessimistic_write' } })
    await source.transaction(async (other) => {
      const lock = { mode: 'pessimistic_write', onLocked: 'nowait' }
      const refused = other.findOne(Note, { where, lock })
      seen.nowait = await refused.catch(({ code }) => code)
    })
  })
  const undone = source.transaction(async (manager) => {
    await manager.clear(Note)
    throw new Error('thought better of')
  })
  seen.undone = await undone.catch(({ message }) => message)
  seen.after = await repository.count()
  await source.destroy()
  return seen
}

console.log(JSON.stringify({ sequelize: await withSequelize(), typeOrm: await withTypeOrm() }))

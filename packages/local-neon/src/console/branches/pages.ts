import { Hono, type Context } from 'hono'
import { BranchProblem, type Branches } from '../../branches/branches'
import { NoExport } from '../../branches/import'
import { OWN_POSTGRES_ONLY } from '../../postgres/start'
import { Problem } from '../../problem'
import type { ConsoleContext, ConsoleEnv } from '../context'
import type { Html } from '../ui/html'
import { layout } from '../ui/layout'
import { emptyState } from '../ui/parts'
import { branchesOf } from './owned'
import { importStream } from './upload'
import { branchesView, snapshotsView, type Refused } from './views'

/** What the pages say after a form. */
const DONE: Partial<Record<string, string>> = {
  created: 'Branch created.',
  'checked-out': 'Branch checked out.',
  reset: 'Branch reset to its parent.',
  deleted: 'Deleted.',
  taken: 'Snapshot taken.',
  imported: 'Imported. Everything now matches the file.',
  restored: 'Restored. The previous state is now the newest snapshot.',
}

type Action = [
  done: string,
  run: (all: Branches, form: URLSearchParams, file?: File) => Promise<unknown>,
]

/** The database's branches. */
export function createBranches(context: ConsoleContext): Hono<ConsoleEnv> {
  return createSection(context, {
    path: '/branches',
    title: 'Branches',
    view: async (all, refused) => branchesView(context, await all.list(), refused),
    create: async (all, form) => {
      const name = nameIn(form)
      await all.create(name, form.get('from') ?? undefined)
      if (form.has('checkout')) await all.checkout(name)
      return form.has('checkout') ? 'checked-out' : 'created'
    },
    actions: {
      checkout: ['checked-out', (all, form) => all.checkout(nameIn(form))],
      reset: ['reset', (all, form) => all.reset(nameIn(form))],
      delete: ['deleted', (all, form) => all.delete(nameIn(form))],
    },
  })
}

/** The snapshots of all branches. */
export function createSnapshots(context: ConsoleContext): Hono<ConsoleEnv> {
  return createSection(context, {
    path: '/snapshots',
    title: 'Snapshots',
    view: async (all, refused) => snapshotsView(context, await all.snapshots(), refused),
    create: async (all, form) => {
      await all.save(nameIn(form))
      return 'taken'
    },
    actions: {
      restore: ['restored', (all, form) => all.restore(nameIn(form))],
      delete: ['deleted', (all, form) => all.deleteSnapshot(nameIn(form))],
      import: ['imported', importFile],
    },
  })
}

function nameIn(form: URLSearchParams): string {
  return (form.get('name') ?? '').trim()
}

/** Imports the file sent with the form. */
async function importFile(all: Branches, _: URLSearchParams, file?: File): Promise<void> {
  if (file === undefined || file.size === 0) throw new NoExport('Choose a file first.')
  await importStream(all, file.stream())
}

interface Section {
  path: string
  title: string
  view: (all: Branches, refused?: Refused) => Promise<Html>
  /** Makes one and returns its key in `DONE`. */
  create: (all: Branches, form: URLSearchParams) => Promise<string>
  actions: Record<string, Action>
}

function createSection(context: ConsoleContext, section: Section): Hono<ConsoleEnv> {
  const { path, title, view, create, actions } = section
  const app = new Hono<ConsoleEnv>()
  const show = async (c: Context<ConsoleEnv>, refused?: Refused) => {
    const { branches } = context
    const body =
      branches === null
        ? emptyState('There are none here', OWN_POSTGRES_ONLY)
        : await view(branches, refused)
    const done = DONE[c.req.query('done') ?? '']
    return c.html(layout(context, { title, current: path, body, done }), refused ? 422 : 200)
  }
  app.get('/', (c) => show(c))
  app.post('/', async (c) => {
    const all = branchesOf(context)
    try {
      const done = await create(all, c.var.form)
      return c.redirect(`${path}?done=${done}`, 303)
    } catch (error) {
      if (!(error instanceof BranchProblem)) throw error
      return show(c, { name: { value: nameIn(c.var.form), error: error.message } })
    }
  })
  for (const [name, [done, run]] of Object.entries(actions)) {
    app.post(`/${name}`, async (c) => {
      try {
        await run(branchesOf(context), c.var.form, c.var.file)
      } catch (error) {
        if (!(error instanceof Problem) || name !== 'import') throw error
        return show(c, { file: error.message })
      }
      return c.redirect(`${path}?done=${done}`, 303)
    })
  }
  return app
}

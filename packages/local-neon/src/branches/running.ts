import type { Engine } from '../postgres/engine'
import type { ExchangeableEngine } from '../postgres/exchangeable'
import { BranchProblem, type Branches, type KeptBranches } from './branches'

interface RunningOptions {
  /** Starts an engine on the data, replacing it with an export if there is one. */
  start: (importFile?: string) => Promise<Engine>
  /** The data ends with its engine, so the next one has to be there first. */
  isTemporary: boolean
  /** Makes another database usable. */
  afterwards: () => Promise<void>
}

/** A local Neon's branches, whichever engine it has right now; null if it has none of its own. */
export function runningBranches(
  engine: ExchangeableEngine,
  { start, isTemporary, afterwards }: RunningOptions,
): Branches | null {
  const { branches: first } = engine
  if (first === undefined) return null
  const now = (): KeptBranches => engine.branches ?? first
  let isImporting = false

  const exchange = async (file: string): Promise<void> => {
    const next = isTemporary ? await start(file) : null
    let failure: unknown
    await engine.exchange(async (before) => {
      await before.stop()
      if (next !== null) return next
      return start(file).catch((error: unknown) => {
        failure = error
        return start()
      })
    })
    await afterwards()
    if (failure !== undefined) throw failure
  }

  return {
    list: () => now().list(),
    create: (name, from) => now().create(name, from),
    checkout: (name) => now().checkout(name),
    reset: (name, keepAs) => now().reset(name, keepAs),
    delete: (name) => now().delete(name),
    snapshots: () => now().snapshots(),
    save: (name) => now().save(name),
    restore: (name) => now().restore(name),
    deleteSnapshot: (name) => now().deleteSnapshot(name),
    export: () => now().export(),
    adopt: (belongings) => now().adopt(belongings),
    async import(file) {
      if (isImporting) throw new BranchProblem('conflict', 'Another import is under way.')
      isImporting = true
      try {
        await exchange(file)
      } finally {
        isImporting = false
      }
    },
  }
}

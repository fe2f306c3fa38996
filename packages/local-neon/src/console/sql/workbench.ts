/** What the SQL page and API share: the runs, their history, and the saved queries' folder. */
import type { ConsoleContext } from '../context'
import { RecentRuns } from './downloads'
import { createHistory, type History } from './history'
import { createRunner, type Run, type Runner, type RunRequest } from './run'

export interface Workbench {
  runner: Omit<Runner, 'run'>
  /** Runs and records it. @throws Busy */
  run(request: RunRequest): Promise<Run>
  recent: RecentRuns
  history: History
  queriesFolder: string
}

export function createWorkbench(context: ConsoleContext): Workbench {
  const runner = createRunner(context.pool)
  const recent = new RecentRuns()
  const history = createHistory(context.historyFile)
  return {
    runner,
    recent,
    history,
    queriesFolder: context.queriesFolder,
    async run(request) {
      const run = await runner.run(request)
      recent.add(run)
      await history.add({
        sql: run.sql,
        at: run.startedAt.toISOString(),
        milliseconds: run.milliseconds,
        failed: run.failure !== null,
      })
      return run
    },
  }
}

import 'server-only'
import { log } from './log'

/** Says at startup what several servers need, unless they run the same build. */
export function warnWithoutActionsKey(): void {
  log('warn', 'actions-key.missing', {
    advice:
      'INSTANCES says there are several servers. Unless all run a copy of the same build, set the same ' +
      'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY for all, when building and when running. Without it, one ' +
      'server doesn’t know another’s forms.',
  })
}

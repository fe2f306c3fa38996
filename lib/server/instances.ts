import 'server-only'
import { log } from './log'

/** Says at the start of one of several servers what they need, unless they run the very same build. */
export function warnWithoutActionsKey(): void {
  log('warn', 'actions-key.missing', {
    advice:
      'INSTANCES says that there are several servers. Unless all run a copy of the same build, set ' +
      'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY when building and when running, the same for all: without it ' +
      'a form that one has shown is unknown to another.',
  })
}

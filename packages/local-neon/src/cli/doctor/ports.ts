import { portsFromEnvironment } from '../../ports'
import type { ChosenPorts } from '../../ports'
import type { RunningState } from '../../state'
import type { Finding } from './finding'

/** Whether running ports answer, and whether a start would find its ports free. */
export async function checkPorts(
  chosen: ChosenPorts,
  running: RunningState | undefined,
): Promise<Finding[]> {
  if (running !== undefined) {
    return Promise.all([
      checkAnswer('Neon Auth', `${running.authUrl}/ok`),
      checkAnswer('The console', running.consoleUrl),
    ])
  }
  try {
    const { sql = 0, postgres } = await portsFromEnvironment(chosen)
    return [
      {
        level: 'ok',
        text: `Ports ${sql} to ${sql + 2} and ${postgres} are free.`,
      },
    ]
  } catch (error) {
    return [
      {
        level: 'fault',
        text: error instanceof Error ? error.message : String(error),
        advice: 'By default, local Neon takes the first free ports from 5440.',
      },
    ]
  }
}

async function checkAnswer(name: string, url: string): Promise<Finding> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(3000) })
    return { level: 'ok', text: `${name} answers at ${url}` }
  } catch {
    return {
      level: 'fault',
      text: `${name} isn’t answering at ${url}`,
      advice: 'Restart local Neon. Is a proxy or firewall in the way?',
    }
  }
}

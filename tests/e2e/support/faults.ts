import { expect, setting } from './fixtures'

/** What local Neon can be told to do wrong; see its README. */
export type Fault =
  { kind: 'latency'; ms: number } | { kind: 'hang' | 'refuse' | 'reset' | 'status500' | 'html' }

/** Sets or lifts a fault for the whole of local Neon; whoever sets one lifts it. */
export async function setFault(service: 'auth' | 'database', fault: Fault | null): Promise<void> {
  const response = await fetch(`${setting('CONSOLE_URL')}/api/faults`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${setting('CONSOLE_TOKEN')}`,
    },
    body: JSON.stringify({ service, fault }),
  })
  expect(response.ok).toBe(true)
}

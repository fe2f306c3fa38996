import { main } from './database'
import { choosePorts, environmentFor, startMigratedNeon } from './local-neon-process'
import { stopSignal } from './stop-signal'

main(async () => {
  const stopped = stopSignal()
  const neon = await startMigratedNeon('http://localhost:3000', { ports: await choosePorts() })
  try {
    console.log('# Local Neon is running. Another app uses it with these variables:')
    for (const [name, value] of Object.entries(environmentFor(neon)))
      console.log(`${name}=${value}`)
    console.log(`# Console: ${neon.consoleUrl}`)
    const reason = await Promise.race([stopped, neon.failed])
    if (reason !== 'stopped') throw new Error(reason)
  } finally {
    await neon.stop()
  }
})

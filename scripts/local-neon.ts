import { main } from './database'
import { choosePorts, neonEnvironment, startMigratedNeon } from './local-neon-process'
import { demoAccount } from './sample-data'
import { stopSignal } from './stop-signal'

main(async () => {
  const stopped = stopSignal()
  const neon = await startMigratedNeon('http://localhost:3000', { ports: await choosePorts() })
  try {
    console.log('# Local Neon is running. Another app uses it with these variables:')
    for (const [name, value] of Object.entries(neonEnvironment(neon)))
      console.log(`${name}=${value}`)
    console.log(`# Console: ${neon.consoleUrl}`)
    console.log(`# Demo account: ${demoAccount.email}, password: ${demoAccount.password}`)
    const reason = await Promise.race([stopped, neon.failed])
    if (reason !== 'stopped') throw new Error(reason)
  } finally {
    await neon.stop()
  }
})

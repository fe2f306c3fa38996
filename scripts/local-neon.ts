import { run } from 'local-neon/cli'
import { loadEnvironment } from './support/environment'

// LOCAL_NEON_* may stand in the .env files, as for the other scripts.
loadEnvironment()
process.exit(await run(process.argv.slice(2)))

// The command line of local-neon, with LOCAL_NEON_* of the .env files, as the other scripts have them.
// No TypeScript here: what it would take to run it would stay in memory for as long as this does.
import nextEnv from '@next/env'
import { run } from 'local-neon/cli'

nextEnv.loadEnvConfig(process.cwd(), true, { info: () => {}, error: console.error })
process.exit(await run(process.argv.slice(2)))

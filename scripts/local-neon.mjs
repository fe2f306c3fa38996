// The local-neon command line, with LOCAL_NEON_* from the .env files, like the other scripts. No TypeScript
// here: what runs it would stay in memory as long as this does.
import nextEnv from '@next/env'
import { run } from 'local-neon/cli'

nextEnv.loadEnvConfig(process.cwd(), true, { info: () => {}, error: console.error })
process.exit(await run(process.argv.slice(2)))

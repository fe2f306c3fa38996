import { describe, isLocal, main, withDatabase } from './database'
import { addDemoAccount, addSamplePosts, demoAccount } from './sample-data'

main(() =>
  withDatabase(async (pool, url) => {
    if (!isLocal(url) && !process.argv.includes('--remote')) {
      throw new Error(
        `Not seeding ${describe(url)}: it is not on this machine.\n` +
          'If you mean it, run `npm run db:seed -- --remote`.',
      )
    }
    const posts = await addSamplePosts(pool)
    console.log(`${posts} sample posts added to ${describe(url)}.`)

    // A well-known password has no place on a database that others can reach.
    const authUrl = process.env.NEON_AUTH_BASE_URL
    if (!authUrl || !isLocal(url)) return
    const added = await addDemoAccount(authUrl, 'http://localhost:3000')
    console.log(`Demo account ${demoAccount.email} ${added ? 'added' : 'was already there'}.`)
  }),
)

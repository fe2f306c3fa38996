import { isLocal, withDatabase } from './support/database'
import { main } from './support/main'
import { addDemoAccount, addSamplePosts, demoAccount } from './support/sample-data'

main(() =>
  withDatabase(async (pool, { url, authUrl, name }) => {
    if (!isLocal(url) && !process.argv.includes('--remote')) {
      throw new Error(
        `Not seeding ${name}: it is not on this machine.\n` +
          'If you mean it, run `npm run db:seed -- --remote`.',
      )
    }
    const posts = await addSamplePosts(pool)
    console.log(`${posts} sample posts added to ${name}.`)

    // A well-known password has no place on a database that others can reach.
    if (!authUrl || !isLocal(url)) return
    const added = await addDemoAccount(authUrl, 'http://localhost:3000')
    console.log(`Demo account ${demoAccount.email} ${added ? 'added' : 'was already there'}.`)
  }),
)

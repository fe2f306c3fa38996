import { isLocal, withDatabase } from './support/database'
import { main } from './support/main'
import { addDemoAccount, addGuidePosts, addSampleAuthors, demoAccount } from './support/sample-data'

main(() =>
  withDatabase(async (pool, { url, authUrl, name }) => {
    if (!isLocal(url) && !process.argv.includes('--remote')) {
      throw new Error(
        `Not seeding ${name}: it isn’t on this machine.\n` +
          'If you’re sure, run `npm run db:seed -- --remote`.',
      )
    }
    let posts = await addGuidePosts(pool)
    // Users unknown to Neon Auth and a well-known password don't belong in a database that others can reach.
    const mayAddPeople = authUrl !== undefined && isLocal(url)
    if (mayAddPeople) posts += await addSampleAuthors(pool)
    console.log(`${posts} sample posts added to ${name}.`)

    if (!mayAddPeople) return
    const added = await addDemoAccount(authUrl, 'http://localhost:3000')
    console.log(`Demo account ${demoAccount.email} ${added ? 'added' : 'was already there'}.`)
  }),
)

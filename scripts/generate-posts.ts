import { generatePosts } from './support/bulk-posts'
import { isLocal, withDatabase } from './support/database'
import { main } from './support/main'

/** `npm run db:generate-posts -- [posts] [authors]`: a large database for measuring. */
main(() =>
  withDatabase(async (pool, { url, name }) => {
    if (!isLocal(url)) {
      throw new Error(`Not filling ${name}: it isn’t on this machine.`)
    }
    const posts = readCount(process.argv[2], 1_000_000)
    const authors = readCount(process.argv[3], 10_000)
    const start = Date.now()
    await generatePosts(pool, { posts, authors }, (done) => {
      if (done % 100_000 === 0) console.log(`${done.toLocaleString('en')} posts`)
    })
    const seconds = Math.round((Date.now() - start) / 1000)
    console.log(
      `${posts.toLocaleString('en')} posts of ${authors.toLocaleString('en')} authors added to ${name} in ${seconds} s.`,
    )
  }),
)

function readCount(value: string | undefined, otherwise: number): number {
  const count = value === undefined ? otherwise : Number(value)
  if (!Number.isSafeInteger(count) || count < 1 || count > 100_000_000)
    throw new Error(`Give whole numbers: posts, then authors. "${value}" isn’t one.`)
  return count
}

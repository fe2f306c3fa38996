import { describe, isLocal, main, withDatabase } from './database'
import { generatePosts } from './generated-posts'

/** `node --import tsx scripts/generate-posts.ts [posts] [authors]`: a large database to measure with. */
main(() =>
  withDatabase(async (pool, url) => {
    if (!isLocal(url)) {
      throw new Error(`Not filling ${describe(url)}: it is not on this machine.`)
    }
    const posts = readCount(process.argv[2], 1_000_000)
    const authors = readCount(process.argv[3], 10_000)
    const start = Date.now()
    await generatePosts(pool, { posts, authors }, (done) => {
      if (done % 100_000 === 0) console.log(`${done.toLocaleString('en')} posts`)
    })
    const seconds = Math.round((Date.now() - start) / 1000)
    console.log(
      `${posts.toLocaleString('en')} posts of ${authors.toLocaleString('en')} authors added to ${describe(url)} in ${seconds} s.`,
    )
  }),
)

function readCount(value: string | undefined, otherwise: number): number {
  const count = value === undefined ? otherwise : Number(value)
  if (!Number.isSafeInteger(count) || count < 1 || count > 100_000_000)
    throw new Error(`Give whole numbers: posts, then authors. "${value}" is none.`)
  return count
}

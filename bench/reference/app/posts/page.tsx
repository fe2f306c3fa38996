import { desc, eq } from 'drizzle-orm'
import { auth } from '../../lib/auth/server'
import { db } from '../../lib/db/client'
import { posts } from '../../lib/db/schema'

export const dynamic = 'force-dynamic'

export default async function PostsPage() {
  const { data: session } = await auth.getSession()
  const published = await db
    .select()
    .from(posts)
    .where(eq(posts.isPublished, true))
    .orderBy(desc(posts.publishedAt))
    .limit(10)
  return (
    <>
      <h1 className="text-xl">Published posts</h1>
      <p className="text-sm">Signed in as {session?.user.name}</p>
      <ul className="grid gap-4">
        {published.map((post) => (
          <li key={post.id}>{post.content}</li>
        ))}
      </ul>
    </>
  )
}

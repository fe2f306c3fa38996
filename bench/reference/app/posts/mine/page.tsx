import { desc, eq } from 'drizzle-orm'
import { redirect } from 'next/navigation'
import { auth } from '../../../lib/auth/server'
import { db } from '../../../lib/db/client'
import { posts } from '../../../lib/db/schema'

export const dynamic = 'force-dynamic'

export default async function OwnPostsPage() {
  const { data: session } = await auth.getSession()
  if (!session) redirect('/auth/sign-in')
  const own = await db
    .select()
    .from(posts)
    .where(eq(posts.userId, session.user.id))
    .orderBy(desc(posts.createdAt))
    .limit(10)
  return (
    <>
      <h1 className="text-xl">Your posts</h1>
      <ul className="grid gap-4">
        {own.map((post) => (
          <li key={post.id}>{post.content}</li>
        ))}
      </ul>
    </>
  )
}

import { and, eq } from 'drizzle-orm'
import { notFound } from 'next/navigation'
import { auth } from '../../../lib/auth/server'
import { db } from '../../../lib/db/client'
import { posts } from '../../../lib/db/schema'

export const dynamic = 'force-dynamic'

export default async function PostPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const { data: session } = await auth.getSession()
  const [post] = await db
    .select()
    .from(posts)
    .where(and(eq(posts.id, Number(id)), eq(posts.isPublished, true)))
  if (!post) notFound()
  return (
    <>
      <h1 className="text-xl">A post</h1>
      <p>{post.content}</p>
      <p className="text-sm">Signed in as {session?.user.name}</p>
    </>
  )
}

'use server'

import { redirect } from 'next/navigation'
import { auth } from '../../../lib/auth/server'
import { db } from '../../../lib/db/client'
import { posts } from '../../../lib/db/schema'

export async function addPost(form: FormData): Promise<void> {
  const { data: session } = await auth.getSession()
  if (!session) redirect('/auth/sign-in')
  await db
    .insert(posts)
    .values({ userId: session.user.id, content: String(form.get('content')), isPublished: true })
  redirect('/posts')
}

import { redirect } from 'next/navigation'
import { auth } from '../../../lib/auth/server'
import { addPost } from './actions'

export const dynamic = 'force-dynamic'

export default async function NewPostPage() {
  const { data: session } = await auth.getSession()
  if (!session) redirect('/auth/sign-in')
  return (
    <>
      <h1 className="text-xl">New post</h1>
      <form action={addPost} className="grid gap-4">
        <textarea name="content" aria-label="Text" required />
        <button type="submit">Publish</button>
      </form>
    </>
  )
}

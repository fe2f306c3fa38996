import { Link } from '@/components/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { TextLink } from '@/components/ui/text-link'
import { attempt } from '@/lib/server/attempt'
import { getFreshViewer } from '@/lib/auth/session'
import { listOwnPosts } from '@/lib/posts/list'
import { shapeOf } from '@/lib/posts/shape'
import { NotNow } from './not-now'

/** The viewer's newest drafts. They're private, so this part checks that the session still counts. */
export async function Drafts() {
  const state = await getFreshViewer()
  // The quote above says why.
  if (state.status === 'unavailable') return <NotNow />
  if (state.status === 'signed-out') return null
  const result = await attempt('home.drafts', () =>
    listOwnPosts(state.viewer.id, { draftsOnly: true, limit: 3 }),
  )
  if (!result.ok) {
    return <NotNow />
  }
  const { rows, older } = result.value
  if (rows.length === 0) {
    return (
      <p className="text-muted-foreground">
        You have no drafts. <TextLink href="/posts/new">Write something</TextLink>
      </p>
    )
  }
  const now = new Date().toISOString()
  return (
    <>
      <ul className="grid grid-cols-1 gap-4">
        {rows.map((draft) => (
          <li key={draft.id} className="grid grid-cols-1">
            <Link
              href={`/posts/${draft.id}/edit`}
              dir="auto"
              className="line-clamp-2 rounded-sm break-words hover:text-primary"
            >
              {shapeOf(draft.excerpt).title}
            </Link>
            <RelativeTime
              date={draft.createdAt.toISOString()}
              now={now}
              className="text-sm text-muted-foreground"
            />
          </li>
        ))}
      </ul>
      {older && (
        <p className="mt-4 text-sm">
          <TextLink href="/posts/mine">All your posts</TextLink>
        </p>
      )}
    </>
  )
}

import { siteName } from '@/components/site'
import { atomFeed } from '@/lib/atom'
import { publicFile } from '@/lib/http/public-file'
import { listFeedPosts } from '@/lib/posts/feed'
import { parseAuthorId } from '@/lib/posts/input'

/** The newest posts of one author, for feed readers. */
export async function GET(
  request: Request,
  { params }: RouteContext<'/people/[id]/feed.xml'>,
): Promise<Response> {
  const id = parseAuthorId((await params).id)
  return publicFile(request, 'application/atom+xml', async (origin) => {
    const posts = id === undefined ? [] : await listFeedPosts(id)
    const name = posts[0]?.name
    if (!name) return undefined
    const page = `/people/${id}`
    return atomFeed({
      origin,
      path: `${page}/feed.xml`,
      page,
      title: `${name} · ${siteName}`,
      posts,
    })
  })
}

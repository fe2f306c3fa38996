import { siteName } from '@/components/site'
import { atomFeed } from '@/lib/atom'
import { publicFile } from '@/lib/http/public-file'
import { listFeedPosts } from '@/lib/posts/feed'

/** Everyone's newest posts, for feed readers. */
export function GET(request: Request): Promise<Response> {
  return publicFile(request, 'application/atom+xml', async (origin) =>
    atomFeed({
      origin,
      path: '/feed.xml',
      page: '/',
      title: siteName,
      posts: await listFeedPosts(),
    }),
  )
}

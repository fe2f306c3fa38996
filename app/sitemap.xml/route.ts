import { xml } from '@/lib/atom'
import { publicFile } from '@/lib/http/public-file'
import { listPublicAddresses } from '@/lib/posts/feed'

/** What search engines may list: home, the newest published posts and their authors. */
export function GET(request: Request): Promise<Response> {
  return publicFile(request, 'application/xml', async (origin) => {
    const posts = await listPublicAddresses()
    const authors = new Set(posts.flatMap(({ authorId, isKnown }) => (isKnown ? [authorId] : [])))
    const lines = [
      url(`${origin}/`),
      ...posts.map(({ id, publishedAt }) => url(`${origin}/p/${id}`, publishedAt)),
      ...[...authors].map((id) => url(`${origin}/people/${id}`)),
    ]
    return `<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${lines.join('\n')}\n</urlset>\n`
  })
}

function url(address: string, changed?: Date): string {
  const date = changed ? `<lastmod>${changed.toISOString()}</lastmod>` : ''
  return `<url><loc>${xml(address)}</loc>${date}</url>`
}

import type { MetadataRoute } from 'next'
import { headers } from 'next/headers'
import { ownOrigin } from '@/lib/http/own-origin'

/** Pages behind sign-in are for readers, not search engines. */
export default async function robots(): Promise<MetadataRoute.Robots> {
  const origin = ownOrigin(await headers())
  return {
    rules: { userAgent: '*', allow: '/', disallow: ['/api/', '/posts', '/account'] },
    sitemap: origin && `${origin}/sitemap.xml`,
  }
}

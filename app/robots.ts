import type { MetadataRoute } from 'next'

/** Everything behind the sign-in is for readers, not for search engines. */
export default function robots(): MetadataRoute.Robots {
  return { rules: { userAgent: '*', allow: '/', disallow: ['/api/', '/posts'] } }
}

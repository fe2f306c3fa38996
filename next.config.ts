import type { NextConfig } from 'next'
import { maxFormBody } from './lib/http/body-limit'

/** On every response, errors and redirects included. The page's own policy is set in proxy.ts. */
const securityHeaders = [
  { key: 'Strict-Transport-Security', value: 'max-age=63072000; includeSubDomains' },
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  {
    key: 'Permissions-Policy',
    value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
]

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  productionBrowserSourceMaps: false,
  devIndicators: false,
  experimental: {
    // Largest body of a server action; proxy.ts refuses larger ones before they are read.
    serverActions: { bodySizeLimit: maxFormBody },
    // What proxy.ts gets to see of a body whose length was not said; it has to be more than is accepted.
    proxyClientMaxBodySize: 2 * maxFormBody,
  },
  headers: async () => [
    {
      source: '/:path*',
      headers:
        process.env.NODE_ENV === 'production'
          ? securityHeaders
          : securityHeaders.filter(({ key }) => key !== 'Strict-Transport-Security'),
    },
  ],
}

export default config

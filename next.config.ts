import type { NextConfig } from 'next'
import { maxFormBody } from './lib/http/body-limit'
import { securityHeaders } from './lib/http/security-headers'
import { bundleCheck } from './scripts/support/bundle-check'
import { deploymentId } from './scripts/support/deployment-id'

const config: NextConfig = {
  // Only for the Dockerfile: `next start` can't serve such a build.
  output: process.env.BUILD_STANDALONE ? 'standalone' : undefined,
  compiler: {
    runAfterProductionCompile: ({ projectDir, distDir }) => bundleCheck(projectDir, distDir),
  },
  poweredByHeader: false,
  reactStrictMode: true,
  productionBrowserSourceMaps: false,
  devIndicators: false,
  experimental: {
    // Largest body of a server action; proxy.ts refuses larger ones before they're read.
    serverActions: { bodySizeLimit: maxFormBody },
    // How much proxy.ts sees of a body without a length; it has to be more than is accepted.
    proxyClientMaxBodySize: 2 * maxFormBody,
  },
  // On our own server, lib/http/http-server.ts adds them to the answers Next leaves out.
  headers: async () => [
    {
      source: '/:path*',
      headers: Object.entries(securityHeaders).map(([key, value]) => ({ key, value })),
    },
  ],
}

/** Names each build, so tabs from the previous one are noticed. */
export default function configure(phase: string): NextConfig {
  return { ...config, deploymentId: deploymentId(phase, config.distDir ?? '.next') }
}

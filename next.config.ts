import type { NextConfig } from 'next'
import { maxFormBody } from './lib/http/body-limit'
import { securityHeaders } from './lib/http/security-headers'
import { bundleCheck } from './scripts/support/bundle-check'
import { deploymentId } from './scripts/support/deployment-id'

const config: NextConfig = {
  // For the Dockerfile alone: `next start` does not serve such a build.
  output: process.env.BUILD_STANDALONE ? 'standalone' : undefined,
  compiler: {
    runAfterProductionCompile: ({ projectDir, distDir }) => bundleCheck(projectDir, distDir),
  },
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
  // Where a server of ours runs, lib/http/http-server.ts gives them to the answers that Next leaves out.
  headers: async () => [
    {
      source: '/:path*',
      headers: Object.entries(securityHeaders).map(([key, value]) => ({ key, value })),
    },
  ],
}

/** With a name for each build, so that a tab of the one before is noticed. */
export default function configure(phase: string): NextConfig {
  return { ...config, deploymentId: deploymentId(phase, config.distDir ?? '.next') }
}

import { defineConfig } from '@neon/config/v1'

/**
 * What a branch of the Neon project has: read by `npx neon checkout` and `npx neon deploy`. Branches of
 * pull requests come from `previews`, which holds none of production's people, and end by themselves.
 */
export default defineConfig({
  auth: true,
  branch: ({ name }) => (name.startsWith('preview/') ? { parent: 'previews', ttl: '14d' } : {}),
})

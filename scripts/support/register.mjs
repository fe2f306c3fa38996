// Runs before every script of this repository: builds local-neon if its source has changed, and enables
// TypeScript. Used as `node --import ./scripts/support/register.mjs scripts/….ts`.
import '../../packages/local-neon/build.mjs'
import 'tsx'

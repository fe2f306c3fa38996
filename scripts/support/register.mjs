// Before every script of this repository: local-neon is built when its source has changed, and
// TypeScript can be run. Used as `node --import ./scripts/support/register.mjs scripts/….ts`.
import '../../packages/local-neon/build.mjs'
import 'tsx'

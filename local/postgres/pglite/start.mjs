// The first file of a new thread. It inherits neither tsx nor vitest's transformation, and Node 20
// reads no TypeScript itself, so tsx is registered here. (`--import tsx` as an argument of the
// thread does nothing: tsx registers itself on the main thread alone.)
import { register } from 'tsx/esm/api'

register()
await import('./worker.ts')

// The first file of a new thread or child process. Neither inherits tsx or vitest's transformation,
// and Node 20 reads no TypeScript itself, so tsx is registered here. (`--import tsx` as an argument
// of a thread does nothing: tsx registers itself on the main thread alone.)
import { isMainThread } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register()
await import(isMainThread ? './cluster/make-cluster.ts' : './thread/worker.ts')

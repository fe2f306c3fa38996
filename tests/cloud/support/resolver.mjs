// Loaded by an app's process (`--import`): maps Neon's hosts to this machine, for all connections,
// including TLS, WebSockets and `fetch`. Names and certificates stay the same; any other host that isn't
// this machine is refused, since nothing else is needed.
import { Socket } from 'node:net'

/** This machine's port, by `host:port`. */
const ports = JSON.parse(process.env.SIMULATED_HOSTS ?? '{}')
const { connect } = Socket.prototype

/** A call's arguments, perhaps already normalized: options, and a callback. */
function read(args) {
  if (Array.isArray(args[0])) return args[0]
  const callback = args.findLast((argument) => typeof argument === 'function')
  if (typeof args[0] === 'object') return [args[0], callback]
  return [{ port: args[0], host: typeof args[1] === 'string' ? args[1] : undefined }, callback]
}

Socket.prototype.connect = function connectWithin(...args) {
  const [options, callback] = read(args)
  const { host = 'localhost', port, path } = options
  if (path || ['localhost', '127.0.0.1', '::1'].includes(host)) return connect.apply(this, args)
  const here = ports[`${host}:${port}`]
  if (here === undefined) {
    throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}:${port}`), { code: 'ENOTFOUND' })
  }
  return connect.call(this, { ...options, host: '127.0.0.1', port: here }, callback)
}

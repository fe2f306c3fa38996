import 'server-only'
import { subscribe } from 'node:diagnostics_channel'
import { IncomingMessage, ServerResponse } from 'node:http'

/** A request that has come in, before anyone answers it, even Next or Node itself. */
export interface RequestStart {
  request: IncomingMessage
  response: ServerResponse
}

/** Calls back for every request to an HTTP server of this process. */
export function onRequestStart(callback: (start: RequestStart) => void): void {
  subscribe('http.server.request.start', (message) => {
    const request = property(message, 'request')
    const response = property(message, 'response')
    if (request instanceof IncomingMessage && response instanceof ServerResponse) {
      callback({ request, response })
    }
  })
}

/** A property of something Node passes without a type. */
export function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

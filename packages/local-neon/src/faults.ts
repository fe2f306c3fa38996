/** Faults to try out: what an app meets when its database or auth service is unwell. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { FaultyStream, reset } from './transports/faulty-stream'

export const services = ['database', 'auth'] as const
export type Service = (typeof services)[number]

export const faultSchema = z.discriminatedUnion('kind', [
  /** Answers are this many milliseconds late. */
  z.object({ kind: z.literal('latency'), ms: z.number().int().min(0).max(600_000) }),
  /** No answer ever comes; an open connection's requests still run. */
  z.object({ kind: z.literal('hang') }),
  /** The connection is closed without an answer. */
  z.object({ kind: z.literal('refuse') }),
  /** The connection is reset. */
  z.object({ kind: z.literal('reset') }),
  /** HTTP: an answer with status 500. Other connections are closed, as for `refuse`. */
  z.object({ kind: z.literal('status500') }),
  /** HTTP: a page with status 200 instead of JSON. Other connections are closed, too. */
  z.object({ kind: z.literal('html') }),
])
export type Fault = z.infer<typeof faultSchema>

export class Faults {
  #faults = new Map<Service, Fault>()
  /** The HTTP connections hanging now, to release when the fault is lifted. */
  #hanging = new Map<Service, Set<Duplex>>()
  /** The open connections that don't get HTTP answers. */
  #connections = new Map<Service, Set<FaultyStream>>()

  get(service: Service): Fault | null {
    return this.#faults.get(service) ?? null
  }

  /**
   * Sets a service's fault for new requests and all non-HTTP connections; null lifts it. That closes
   * everything left hanging.
   */
  set(service: Service, fault: Fault | null): void {
    if (fault === null) this.#faults.delete(service)
    else this.#faults.set(service, fault)
    for (const stream of this.#hanging.get(service) ?? []) stream.destroy()
    this.#hanging.delete(service)
    for (const stream of this.#connections.get(service) ?? []) stream.obey(fault)
  }

  /** Serves an HTTP request with the service's fault, or with `serve` if it has none. */
  async apply(
    service: Service,
    request: IncomingMessage,
    response: ServerResponse,
    serve: () => Promise<void>,
  ): Promise<void> {
    const fault = this.get(service)
    if (fault === null) return serve()
    switch (fault.kind) {
      case 'latency':
        await delay(fault.ms)
        if (!response.destroyed) await serve()
        return
      case 'status500':
        request.resume()
        response.writeHead(500, { 'content-type': 'text/plain' }).end('Internal Server Error')
        return
      case 'html':
        request.resume()
        response
          .writeHead(200, { 'content-type': 'text/html' })
          .end('<!doctype html><title>Maintenance</title><h1>Back soon</h1>')
        return
      case 'hang':
        this.#remember(this.#hanging, service, request.socket)
        return
      case 'reset':
        reset(request.socket)
        return
      case 'refuse':
        request.socket.destroy()
    }
  }

  /**
   * Puts the service's present and future faults into a non-HTTP connection.
   * @returns the stream to serve instead of the socket
   */
  connect(service: Service, socket: Duplex): Duplex {
    const stream = new FaultyStream(socket)
    this.#remember(this.#connections, service, stream)
    stream.obey(this.get(service))
    return stream
  }

  #remember<S extends Duplex>(all: Map<Service, Set<S>>, service: Service, stream: S): void {
    const streams = all.get(service) ?? new Set()
    all.set(service, streams.add(stream))
    stream.once('close', () => streams.delete(stream))
  }
}

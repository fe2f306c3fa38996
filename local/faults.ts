/** Faults to try out: what an app meets when its database or its auth service is unwell. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'

export const services = ['database', 'auth'] as const
export type Service = (typeof services)[number]

export const faultSchema = z.discriminatedUnion('kind', [
  /** Answers come so many milliseconds later. */
  z.object({ kind: z.literal('latency'), ms: z.number().int().min(0).max(600_000) }),
  /** No answer ever comes. */
  z.object({ kind: z.literal('hang') }),
  /** The connection is closed without an answer. */
  z.object({ kind: z.literal('refuse') }),
  /** The connection is reset. */
  z.object({ kind: z.literal('reset') }),
  /** HTTP: an answer with status 500. */
  z.object({ kind: z.literal('status500') }),
  /** HTTP: a page with status 200 where JSON belongs. */
  z.object({ kind: z.literal('html') }),
])
export type Fault = z.infer<typeof faultSchema>

export class Faults {
  #faults = new Map<Service, Fault>()
  /** What hangs now, to be let go when the fault is lifted. */
  #hanging = new Map<Service, Set<Duplex>>()

  get(service: Service): Fault | null {
    return this.#faults.get(service) ?? null
  }

  /** Sets a service's fault; null lifts it. What was left hanging is closed then. */
  set(service: Service, fault: Fault | null): void {
    if (fault === null) this.#faults.delete(service)
    else this.#faults.set(service, fault)
    for (const stream of this.#hanging.get(service) ?? []) stream.destroy()
    this.#hanging.delete(service)
  }

  /** Serves an HTTP request as the service's fault wants it, or with `serve` when it has none. */
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
      default:
        this.#break(service, fault, request.socket)
    }
  }

  /** Lets a connection through, later or not at all. Only for what is not answered by HTTP. */
  async connect(service: Service, stream: Duplex, serve: () => void): Promise<void> {
    const fault = this.get(service)
    if (fault === null) return serve()
    if (fault.kind !== 'latency') return this.#break(service, fault, stream)
    await delay(fault.ms)
    if (!stream.destroyed) serve()
  }

  #break(service: Service, { kind }: Fault, stream: Duplex): void {
    if (kind === 'hang') {
      const hanging = this.#hanging.get(service) ?? new Set()
      this.#hanging.set(service, hanging.add(stream))
      stream.once('close', () => hanging.delete(stream))
    } else if (kind === 'reset' && 'resetAndDestroy' in stream) {
      const { resetAndDestroy } = stream
      if (typeof resetAndDestroy === 'function') resetAndDestroy.call(stream)
    } else stream.destroy()
  }
}

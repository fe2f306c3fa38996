import { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import type { Fault } from '../faults'

/** Something to do for the client, at a time by `performance.now()`. */
interface Late {
  due: number
  act: () => void
}

/**
 * A client's connection as its server sees it, with the service's fault in between. The client's input
 * always comes through; the fault acts on the output.
 */
export class FaultyStream extends Duplex {
  #fault: Fault | null = null
  /** Output for the client to get later, in order. */
  #late: Late[] = []
  #timer: NodeJS.Timeout | undefined
  /** The client missed something, so nothing after it would make sense. */
  #isSilenced = false

  /** @param socket the client's own connection; destroyed with this stream, and the reverse */
  constructor(private readonly socket: Duplex) {
    super()
    socket.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) socket.pause()
    })
    socket.once('end', () => this.push(null))
    socket.once('close', () => this.destroy())
  }

  /** Applies a fault at once; null lifts the previous one and closes what hung. */
  obey(fault: Fault | null): void {
    this.#fault = fault
    switch (this.#isSilenced ? 'refuse' : fault?.kind) {
      case undefined:
      case 'latency':
        return
      case 'hang':
        if (this.#late.length > 0) this.#silence()
        return
      case 'reset':
        reset(this.socket)
        return
      default:
        this.destroy()
    }
  }

  override _read(): void {
    this.socket.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    if (this.#fault?.kind === 'hang') this.#silence()
    if (this.#isSilenced) done()
    else if (this.#fault !== null || this.#late.length > 0) {
      this.#later(() => this.socket.write(chunk))
      done()
    } else if (this.socket.write(chunk)) done()
    else this.socket.once('drain', done)
  }

  /** Keeps what was written together, such as a WebSocket's frame and header, in one piece. */
  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'binary', done)
  }

  override _final(done: () => void): void {
    // The client doesn't hear the goodbye, but the stream goes: a WebSocket ends its socket once the client
    // has closed, and all the client had open ends with it.
    if (this.#fault?.kind === 'hang' || this.#isSilenced) this.destroy()
    else this.#later(() => this.socket.end(done))
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.#timer)
    this.socket.destroy()
    done(error)
  }

  #silence(): void {
    this.#isSilenced = true
    this.#late = []
    clearTimeout(this.#timer)
  }

  #later(act: () => void): void {
    const ms = this.#fault?.kind === 'latency' ? this.#fault.ms : 0
    this.#late.push({ due: performance.now() + ms, act })
    if (this.#late.length === 1) this.#actWhenDue()
  }

  #actWhenDue(): void {
    for (let [next] = this.#late; next !== undefined; [next] = this.#late) {
      const left = next.due - performance.now()
      if (left > 0) {
        this.#timer = setTimeout(() => this.#actWhenDue(), left)
        return
      }
      this.#late.shift()
      next.act()
    }
  }
}

/** Breaks off a connection, with an RST on a network. */
export function reset(stream: Duplex): void {
  if (stream instanceof Socket) stream.resetAndDestroy()
  else stream.destroy()
}

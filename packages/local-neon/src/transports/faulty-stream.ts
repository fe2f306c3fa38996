import { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import type { Fault } from '../faults'

/** Something to do for the client, at a time of `performance.now()`. */
interface Late {
  due: number
  act: () => void
}

/**
 * A client's connection as whoever serves it sees it, with the service's fault in between. What the
 * client says always comes through; the fault acts on what it is told.
 */
export class FaultyStream extends Duplex {
  #fault: Fault | null = null
  /** What the client is to be told later, in order. */
  #late: Late[] = []
  #timer: NodeJS.Timeout | undefined
  /** Something was kept from the client, so nothing that comes after it would make sense. */
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

  /** Puts a fault in force, at once; null lifts the one before it, and closes what hung. */
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

  /** Keeps what was written together, such as a WebSocket's frame and its header, in one piece. */
  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'binary', done)
  }

  override _final(done: () => void): void {
    // The goodbye is kept from the client, but it is not held on to: a WebSocket ends its socket when
    // the client has closed, and what the client had open ends with it.
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

/** Breaks a connection off, with an RST where it is a network's. */
export function reset(stream: Duplex): void {
  if (stream instanceof Socket) stream.resetAndDestroy()
  else stream.destroy()
}

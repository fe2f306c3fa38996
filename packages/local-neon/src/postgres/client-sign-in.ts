import type { Engine } from './engine'
import { authentication, cstring, ProtocolViolation, readCstring } from './messages'
import type { Message } from './messages'
import { isRightPassword } from './role-passwords'
import { makeVerifier, SCRAM_MECHANISM, ScramExchange } from './scram'

interface SignInParts {
  engine: Engine
  user: string
  method: 'scram' | 'password'
  /** Sends something to the client. */
  write: (bytes: Buffer) => void
}

/** The result of a client's message: it's who it says, or not, or must say more. */
export type SignInStep = { password?: string } | 'refused' | 'more'

/** Asks a client for its password and checks it. */
export class ClientSignIn {
  #exchange: ScramExchange | null = null

  constructor(private readonly parts: SignInParts) {
    const { method, write } = parts
    const mechanisms = Buffer.concat([cstring(SCRAM_MECHANISM), Buffer.alloc(1)])
    write(method === 'password' ? authentication(3) : authentication(10, mechanisms))
  }

  /**
   * Takes the client's next message.
   * @throws ProtocolViolation if it doesn't belong here
   */
  async take(next: Message): Promise<SignInStep> {
    if (next.type !== 'p') {
      throw new ProtocolViolation(`expected password response, got message type ${next.bytes[0]}`)
    }
    if (this.parts.method === 'password') {
      const { engine, user } = this.parts
      const { text: password } = readCstring(next.bytes, 5)
      return (await isRightPassword(engine, user, password)) ? { password } : 'refused'
    }
    if (this.#exchange === null) return this.#begin(next)
    const answer = this.#exchange.finish(next.bytes.toString('utf8', 5))
    if (answer === null) return 'refused'
    this.parts.write(authentication(12, Buffer.from(answer, 'utf8')))
    return {}
  }

  async #begin({ bytes }: Message): Promise<'more'> {
    const mechanism = readCstring(bytes, 5)
    if (mechanism.text !== SCRAM_MECHANISM) {
      throw new ProtocolViolation('client selected an invalid SASL authentication mechanism')
    }
    const known = await this.parts.engine.verifierOf(this.parts.user)
    // An unknown user takes the same steps, so as not to tell which half was wrong.
    const exchange = new ScramExchange(known ?? makeVerifier(`${Math.random()}`))
    const answer = exchange.begin(bytes.toString('utf8', mechanism.next + 4))
    if (answer === null) throw new ProtocolViolation('malformed SCRAM message')
    this.#exchange = exchange
    this.parts.write(authentication(11, Buffer.from(answer, 'utf8')))
    return 'more'
  }
}

/**
 * The client's side of signing in to a Postgres server: cleartext, MD5 and SCRAM-SHA-256.
 * Source: https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-FLOW-START-UP
 */
import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'
import { cstring, int32, message, ProtocolViolation } from '../messages'

const [OK, CLEARTEXT, MD5, SASL, SASL_CONTINUE, SASL_FINAL] = [0, 3, 5, 10, 11, 12]
const MECHANISM = 'SCRAM-SHA-256'

export class SignIn {
  #nonce = ''
  #firstBare = ''
  #serverSignature: Buffer | null = null
  #isProven = true

  constructor(
    private readonly user: string,
    private readonly password: string,
  ) {}

  /**
   * Answers the server's authentication message.
   * @returns what to send, or null for nothing
   * @throws ProtocolViolation if the server's request is unknown, or it isn't who it says
   */
  answer(bytes: Buffer): Buffer | null {
    const body = bytes.subarray(9)
    switch (bytes.readInt32BE(5)) {
      case OK:
        // A server that breaks off hasn't shown it knows the password.
        if (this.#isProven) return null
        throw new ProtocolViolation('the Postgres server broke off the SCRAM exchange')
      case CLEARTEXT:
        return message('p', cstring(this.password))
      case MD5: {
        const inner = md5(Buffer.from(this.password + this.user, 'utf8'))
        return message('p', cstring(`md5${md5(Buffer.concat([Buffer.from(inner), body]))}`))
      }
      case SASL: {
        if (!body.toString('latin1').split('\0').includes(MECHANISM)) break
        this.#isProven = false
        this.#nonce = randomBytes(18).toString('base64')
        this.#firstBare = `n=,r=${this.#nonce}`
        const first = Buffer.from(`n,,${this.#firstBare}`, 'utf8')
        return message('p', cstring(MECHANISM), int32(first.length), first)
      }
      case SASL_CONTINUE:
        return message('p', Buffer.from(this.#prove(body.toString('utf8')), 'utf8'))
      case SASL_FINAL: {
        const given = Buffer.from(body.toString('utf8').replace(/^v=/, ''), 'base64')
        const expected = this.#serverSignature
        this.#isProven = expected?.length === given.length && timingSafeEqual(expected, given)
        if (this.#isProven) return null
        throw new ProtocolViolation('the Postgres server does not know the password')
      }
    }
    throw new ProtocolViolation('the Postgres server asks for an unknown way to sign in')
  }

  #prove(serverFirst: string): string {
    const match = /^r=([^,]+),s=([^,]+),i=(\d+)$/.exec(serverFirst)
    const [, nonce = '', salt = '', iterations = ''] = match ?? []
    if (!nonce.startsWith(this.#nonce)) throw new ProtocolViolation('malformed SCRAM message')
    const salted = pbkdf2Sync(
      this.password.normalize('NFKC'),
      Buffer.from(salt, 'base64'),
      Number(iterations),
      32,
      'sha256',
    )
    const withoutProof = `c=biws,r=${nonce}`
    const transcript = `${this.#firstBare},${serverFirst},${withoutProof}`
    const clientKey = hmac(salted, 'Client Key')
    const signature = hmac(createHash('sha256').update(clientKey).digest(), transcript)
    const proof = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0)))
    this.#serverSignature = hmac(hmac(salted, 'Server Key'), transcript)
    return `${withoutProof},p=${proof.toString('base64')}`
  }
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function md5(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('hex')
}

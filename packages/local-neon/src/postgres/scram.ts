/**
 * The server's side of SCRAM-SHA-256, as in Postgres.
 * Sources: RFC 5802, RFC 7677, https://www.postgresql.org/docs/18/sasl-authentication.html
 */
import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'

export const SCRAM_MECHANISM = 'SCRAM-SHA-256'
const ITERATIONS = 4096

/** A stored password. */
export interface Verifier {
  salt: Buffer
  iterations: number
  storedKey: Buffer
  serverKey: Buffer
}

export function makeVerifier(
  password: string,
  salt: Buffer = randomBytes(16),
  iterations = ITERATIONS,
): Verifier {
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, iterations, 32, 'sha256')
  return {
    salt,
    iterations,
    storedKey: createHash('sha256').update(hmac(salted, 'Client Key')).digest(),
    serverKey: hmac(salted, 'Server Key'),
  }
}

/** Reads a verifier in the format of pg_authid; null if it isn't one. */
export function parseVerifier(text: string): Verifier | null {
  const match = /^SCRAM-SHA-256\$(\d+):([^$]+)\$([^:]+):(.+)$/.exec(text)
  if (match === null) return null
  const [, iterations, salt = '', storedKey = '', serverKey = ''] = match
  return {
    salt: Buffer.from(salt, 'base64'),
    iterations: Number(iterations),
    storedKey: Buffer.from(storedKey, 'base64'),
    serverKey: Buffer.from(serverKey, 'base64'),
  }
}

/** Whether a password matches a verifier. */
export function isPasswordOf({ salt, iterations, storedKey }: Verifier, password: string): boolean {
  const given = makeVerifier(password, salt, iterations).storedKey
  return given.length === storedKey.length && timingSafeEqual(given, storedKey)
}

/** One exchange: `begin` answers the client's first message, `finish` its second. */
export class ScramExchange {
  #clientFirstBare = ''
  #serverFirst = ''
  #nonce = ''
  #header = ''

  constructor(
    private readonly verifier: Verifier,
    private readonly serverNonce = randomBytes(18).toString('base64'),
  ) {}

  /** @returns the server's first message, or null if the client's is malformed */
  begin(clientFirst: string): string | null {
    // A client that could bind to a TLS channel says y; there is no TLS here, so n and y are fine.
    const match = /^((?:n|y),(?:a=[^,]*)?,)((?:m=[^,]*,)?n=[^,]*,r=([^,]+)(?:,.*)?)$/.exec(
      clientFirst,
    )
    if (match === null) return null
    const [, header = '', bare = '', clientNonce = ''] = match
    this.#header = header
    this.#clientFirstBare = bare
    this.#nonce = clientNonce + this.serverNonce
    const { salt, iterations } = this.verifier
    this.#serverFirst = `r=${this.#nonce},s=${salt.toString('base64')},i=${iterations}`
    return this.#serverFirst
  }

  /** @returns the server's last message, or null if the password is wrong */
  finish(clientFinal: string): string | null {
    const match = /^(c=([^,]+),r=([^,]+)(?:,.*)?),p=([^,]+)$/.exec(clientFinal)
    if (match === null) return null
    const [, withoutProof = '', binding = '', nonce = '', proof = ''] = match
    if (nonce !== this.#nonce) return null
    if (Buffer.from(binding, 'base64').toString('utf8') !== this.#header) return null
    const transcript = [this.#clientFirstBare, this.#serverFirst, withoutProof].join(',')
    const signature = hmac(this.verifier.storedKey, transcript)
    const given = Buffer.from(proof, 'base64')
    if (given.length !== signature.length) return null
    const clientKey = Buffer.from(given.map((byte, index) => byte ^ (signature[index] ?? 0)))
    const storedKey = createHash('sha256').update(clientKey).digest()
    if (!timingSafeEqual(storedKey, this.verifier.storedKey)) return null
    return `v=${hmac(this.verifier.serverKey, transcript).toString('base64')}`
  }
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

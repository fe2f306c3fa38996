import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { authentication, cstring, readCstring } from '../../src/postgres/messages'
import { makeVerifier, SCRAM_MECHANISM, ScramExchange } from '../../src/postgres/scram'
import { SignIn } from '../../src/postgres/server/sign-in'

const sasl = authentication(10, Buffer.concat([cstring(SCRAM_MECHANISM), Buffer.alloc(1)]))
const saslContinue = (text: string | null) => authentication(11, Buffer.from(text ?? '', 'utf8'))
const saslFinal = (text: string | null) => authentication(12, Buffer.from(text ?? '', 'utf8'))
const ok = authentication(0)

/** An answer's text, without the message around it. */
const textOf = (answer: Buffer | null) => answer?.toString('utf8', 5) ?? ''

/** The client's first SASL message: the mechanism, a length, the text. */
function firstOf(answer: Buffer | null): string {
  const bytes = answer ?? Buffer.alloc(6)
  const mechanism = readCstring(bytes, 5)
  expect(mechanism.text).toBe(SCRAM_MECHANISM)
  return bytes.toString('utf8', mechanism.next + 4)
}

describe('signing in to a Postgres server', () => {
  it('needs to say nothing to who trusts', () => {
    expect(new SignIn('user', '').answer(ok)).toBeNull()
  })

  it('gives the password in the clear when asked', () => {
    expect(textOf(new SignIn('user', 'pässword').answer(authentication(3)))).toBe('pässword\0')
  })

  it('gives the MD5 that pg gives', async () => {
    const pgUtils: {
      postgresMd5PasswordHash(user: string, password: string, salt: Buffer): Promise<string>
    } = createRequire(import.meta.url)('pg/lib/crypto/utils')
    const salt = Buffer.from([0, 255, 10, 128])
    const expected = await pgUtils.postgresMd5PasswordHash('us er', 'pa ss', salt)
    const answer = new SignIn('us er', 'pa ss').answer(authentication(5, salt))
    expect(textOf(answer)).toBe(`${expected}\0`)
  })

  it.each(['pencil', 'pa ss/wörd', '🐘'])('proves %j by SCRAM-SHA-256', (password) => {
    const server = new ScramExchange(makeVerifier(password))
    const client = new SignIn('user', password)
    const first = server.begin(firstOf(client.answer(sasl)))
    const final = server.finish(textOf(client.answer(saslContinue(first))))
    expect(final).toMatch(/^v=/)
    expect(client.answer(saslFinal(final))).toBeNull()
    expect(client.answer(ok)).toBeNull()
  })

  it('does not believe a server that does not know the password', () => {
    const server = new ScramExchange(makeVerifier('other'))
    const client = new SignIn('user', 'pencil')
    const first = server.begin(firstOf(client.answer(sasl)))
    client.answer(saslContinue(first))
    const made = saslFinal(`v=${Buffer.alloc(32).toString('base64')}`)
    expect(() => client.answer(made)).toThrow('does not know the password')
    expect(() => client.answer(ok)).toThrow('broke off')
  })

  it('does not answer a server that uses another nonce', () => {
    const client = new SignIn('user', 'pencil')
    client.answer(sasl)
    expect(() => client.answer(saslContinue('r=other,s=AAAA,i=4096'))).toThrow('malformed')
  })

  it.each([7, 9, 99])('knows no method %d', (kind) => {
    expect(() => new SignIn('user', 'pencil').answer(authentication(kind))).toThrow('unknown way')
  })
})

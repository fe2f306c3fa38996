import { describe, expect, it } from 'vitest'
import { makeVerifier, ScramExchange } from '../../src/postgres/scram'

/** The example in RFC 7677, section 3. */
const CLIENT_NONCE = 'rOprNGfwEbeRWgbNEkqO'
const SERVER_NONCE = '%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0'
const SALT = 'W22ZaJ0SNY7soEsUEjb6gQ=='
const CLIENT_FIRST = `n,,n=user,r=${CLIENT_NONCE}`
const SERVER_FIRST = `r=${CLIENT_NONCE}${SERVER_NONCE},s=${SALT},i=4096`
const CLIENT_FINAL = `c=biws,r=${CLIENT_NONCE}${SERVER_NONCE},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`
const SERVER_FINAL = 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4='

function exchange(password = 'pencil'): ScramExchange {
  const verifier = makeVerifier(password, Buffer.from(SALT, 'base64'))
  return new ScramExchange(verifier, SERVER_NONCE)
}

describe('the server of SCRAM-SHA-256', () => {
  it('says what RFC 7677 says', () => {
    const server = exchange()
    expect(server.begin(CLIENT_FIRST)).toBe(SERVER_FIRST)
    expect(server.finish(CLIENT_FINAL)).toBe(SERVER_FINAL)
  })

  it('refuses another password', () => {
    const server = exchange('pencils')
    expect(server.begin(CLIENT_FIRST)).toBe(SERVER_FIRST)
    expect(server.finish(CLIENT_FINAL)).toBeNull()
  })

  it.each([
    ['another nonce', CLIENT_FINAL.replace(SERVER_NONCE, 'x')],
    ['another channel binding than announced', CLIENT_FINAL.replace('c=biws', 'c=eSws')],
    ['a changed proof', CLIENT_FINAL.replace('p=dHz', 'p=dHy')],
    ['a short proof', CLIENT_FINAL.replace(/p=.*/, 'p=dHzb')],
    ['no proof', CLIENT_FINAL.replace(/,p=.*/, '')],
    ['nothing', ''],
  ])('refuses %s', (_, final) => {
    const server = exchange()
    server.begin(CLIENT_FIRST)
    expect(server.finish(final)).toBeNull()
  })

  it.each(['', 'n,,n=user', 'p=tls-server-end-point,,n=user,r=x', 'hello'])(
    'does not begin with %j',
    (first) => {
      expect(exchange().begin(first)).toBeNull()
    },
  )
})

/** How a connection starts: the packets before messages have a type, and their answers. */
import type { Backend } from './engine'
import {
  authentication,
  int32,
  message,
  parameterStatus,
  ProtocolViolation,
  readyForQuery,
} from './messages'

export type StartupPacket =
  | { kind: 'tls' }
  | { kind: 'cancel'; processId: number; secretKey: number }
  | { kind: 'startup'; minor: number; parameters: Map<string, string>; unknownOptions: string[] }

/** Postgres's limit: MAX_STARTUP_PACKET_LENGTH in its source. */
const MAX_STARTUP_BYTES = 10_000

const CANCEL = 80877102
const SSL = 80877103
const GSSENC = 80877104

/**
 * Reads a startup packet from the start of the bytes.
 * @returns the packet and its length in bytes; null if more bytes are needed
 * @throws ProtocolViolation
 */
export function readStartup(bytes: Buffer): { packet: StartupPacket; length: number } | null {
  if (bytes.length < 4) return null
  const length = bytes.readInt32BE(0)
  if (length < 8 || length > MAX_STARTUP_BYTES) {
    throw new ProtocolViolation('invalid length of startup packet')
  }
  if (bytes.length < length) return null
  const code = bytes.readInt32BE(4)
  if (code === SSL || code === GSSENC) return { packet: { kind: 'tls' }, length }
  if (code === CANCEL) {
    if (length < 16) throw new ProtocolViolation('invalid length of startup packet')
    const packet: StartupPacket = {
      kind: 'cancel',
      processId: bytes.readInt32BE(8),
      secretKey: bytes.readInt32BE(12),
    }
    return { packet, length }
  }
  if (code >> 16 !== 3) {
    throw new ProtocolViolation(
      `unsupported frontend protocol ${code >> 16}.${code & 0xffff}: server supports 3.0 to 3.0`,
    )
  }
  const { parameters, unknownOptions } = readParameters(bytes.subarray(8, length))
  return {
    packet: { kind: 'startup', minor: code & 0xffff, parameters, unknownOptions },
    length,
  }
}

function readParameters(body: Buffer): {
  parameters: Map<string, string>
  unknownOptions: string[]
} {
  if (body.at(-1) !== 0) {
    throw new ProtocolViolation('invalid startup packet layout: expected terminator as last byte')
  }
  const texts = body.toString('utf8').split('\0')
  const parameters = new Map<string, string>()
  const unknownOptions: string[] = []
  for (let index = 0; index + 1 < texts.length; index += 2) {
    const name = texts[index]
    if (name === undefined || name === '') break
    if (name.startsWith('_pq_.')) unknownOptions.push(name)
    else parameters.set(name, texts[index + 1] ?? '')
  }
  return { parameters, unknownOptions }
}

/** An entry in `options` that asks Neon's proxy to pass on all of a client's parameters. */
const PASS_ALL = 'neon_proxy_params_compat:true'
const NOT_SETTINGS = new Set(['user', 'database', 'options', 'replication'])

/**
 * The branch a client asks for, in the way Neon's clients without SNI name their endpoint: `endpoint=…` in
 * the `options`. The cloud's endpoint ids (`ep-…`) mean nothing here.
 */
export function requestedBranch(parameters: ReadonlyMap<string, string>): string | undefined {
  const match = /(?:^|\s)endpoint=(\S+)/.exec(parameters.get('options') ?? '')
  return match?.[1]?.startsWith('ep-') ? undefined : match?.[1]
}

/**
 * The run-time parameters a client asks for: those in `options` (`-c name=value`), and its
 * `application_name`. Neon's proxy drops everything else in a startup packet or a connection string, such
 * as `statement_timeout` or `pgbouncer`, unless `options` says `neon_proxy_params_compat:true`.
 * `endpoint=…` isn't one but names a branch.
 * Source: https://github.com/neondatabase/neon, `proxy/src/compute/mod.rs`
 */
export function requestedSettings(parameters: ReadonlyMap<string, string>): Record<string, string> {
  const settings: Record<string, string> = {}
  const words = (parameters.get('options') ?? '').match(/(?:\\.|\S)+/g) ?? []
  const options = words.map((word) => word.replaceAll(/\\(.)/g, '$1'))
  for (let index = 0; index < options.length; index++) {
    const word = options[index] ?? ''
    let assignment: string | undefined
    if (word === '-c') assignment = options[++index]
    else if (word.startsWith('-c')) assignment = word.slice(2)
    else if (word.startsWith('--')) assignment = word.slice(2)
    const match = /^([^=]+)=(.*)$/s.exec(assignment ?? '')
    if (match?.[1] !== undefined) settings[match[1].replaceAll('-', '_')] = match[2] ?? ''
  }
  const passesAll = options.includes(PASS_ALL)
  for (const [name, value] of parameters) {
    const isPassed = name === 'application_name' || (passesAll && !NOT_SETTINGS.has(name))
    if (isPassed) settings[name] = value
  }
  return settings
}

/** What a client gets once it has a backend. */
export function welcome({ parameters, processId, secretKey }: Backend): Buffer {
  return Buffer.concat([
    authentication(0),
    ...[...parameters].map(([name, value]) => parameterStatus(name, value)),
    message('K', int32(processId), int32(secretKey)),
    readyForQuery('I'),
  ])
}

// What the gateway and the processes with keys (the signer, PKCS #11 hosts) say to each other: the types of frames and their
// fields, written and read in one place.

import { type HashAlgorithm, isHashAlgorithm, isKeyAlgorithm } from '../../crypto/algorithms.ts'
import { type KeyWrap, keyWraps, type WrappedContentKey } from '../../crypto/wrapped-content-key.ts'
import { type ErrorCode, ServiceError } from '../../errors.ts'
import type { FieldReader, FrameWriter } from '../../frames.ts'
import {
  type KeyAttribute,
  type KeyHandle,
  type KeyIdentity,
  keyAttributes,
  type ProviderName,
  type Purpose,
  providerNames,
  purposes,
  type WrappedUnitKey,
} from '../handle.ts'
import type { GeneratedKey } from '../provider.ts'

/**
 * Types of frames. Requests are answered by `done` or `failed` with the same request id; `load` and `forget` are not
 * answered. What uses a loaded key has its slot, or slots, in front; then a number of items, and the items. Where an
 * item may fail by itself, the answer has outcomes (`writeOutcome`).
 */
export const frameTypes = {
  /** → protocol version. ← protocol version, root key check value. */
  hello: 1,
  /** → unit id. ← wrapped unit key. */
  createUnitKey: 2,
  /** → identity, unit key. ← wrapped key, public key. */
  generate: 3,
  /** → slot, identity, unit key, wrapped key. Later requests name the key by its slot. */
  load: 4,
  /** → slot, messages. ← signatures, as many. */
  sign: 5,
  /** → slot. The key is no longer held open. */
  forget: 6,
  /** → slot, digests. ← signatures, as many. */
  signDigests: 7,
  /** → slot, wrapped content keys. ← outcomes: content keys. */
  unwrap: 8,
  /** → slot, plaintexts with associated data. ← outcomes: records. */
  encrypt: 9,
  /** → slot, records with associated data. ← outcomes: plaintexts. */
  decrypt: 10,
  /** → slot, slot of the newer key, records with associated data. ← outcomes: records. */
  reencrypt: 11,
  /** → slot, associated data. ← outcomes: data key and its record, joined. */
  generateDataKeys: 12,
  /** → slot, associated data. ← outcomes: records of data keys. */
  generateSealedDataKeys: 13,
  /** → slot, messages. ← outcomes: MACs. */
  mac: 14,
  /** → slot, messages with MACs. ← outcomes: one octet, 1 for a MAC that holds. */
  verifyMac: 15,
  /** → rows. ← outcomes: MACs. */
  rowMac: 16,
  /** → unit key. ← wrapped unit key. */
  rewrapUnitKey: 17,
  /** → identity, unit key, wrapped key, identity, unit key. ← wrapped key. */
  rewrapKey: 18,
  /** ← public key, token. */
  importWrappingKey: 19,
  /** → identity, unit key, token, material. ← wrapped key, public key. */
  importKey: 20,
  /** → identity, unit key, wrapped key, recipient. ← material. */
  exportKey: 21,
  /** → identity, unit key, identifier of an object in a token. ← reference: the identifier, wrapped. */
  sealReference: 22,
  /** → identity, unit key, reference. ← identifier. */
  openReference: 23,
  /** To a PKCS #11 host → protocol version. ← protocol version, what the token is, number of algorithms, their names. */
  describe: 24,
  /** To a PKCS #11 host → identity, unit key, identifier. ← nothing: the object is gone. */
  destroy: 25,
  /** To a PKCS #11 host → secret. ← what the token alone opens. */
  wrapSecret: 26,
  /** To a PKCS #11 host → what `wrapSecret` answered. ← secret. */
  unwrapSecret: 27,
  done: 128,
  /** ← code, message. */
  failed: 129,
} as const

/** How many keys a request names that uses loaded ones. */
export function keysNamed(type: number): number {
  return type === frameTypes.reencrypt ? 2 : 1
}

export const protocolVersion = 2

/** Octets of a frame, or of several, that are sent at once instead of with what else the moment brings. */
export const worthItsOwnWrite = 4096

/** A request longer than that is split by the provider or refused. */
export const maxFrameOctets = 1 << 26

/** Keys that are held open for one connection. The gateway assigns the slots and reuses the oldest. */
export const slotCount = 4096

/** More items than that go in several requests, so that others can be served in between. */
export const maxItemsPerRequest = 1000

/** Codes that may be answered; anything else that goes wrong is `INTERNAL`. */
const answerCodes = [
  'KEY_NOT_ACTIVE',
  'PURPOSE_MISMATCH',
  'ALGORITHM_NOT_ALLOWED',
  'DECRYPTION_FAILED',
  'INVALID_ARGUMENT',
  'NOT_PERMITTED',
  'BUSY',
  'PROVIDER_UNAVAILABLE',
  'INTERNAL',
] as const satisfies readonly ErrorCode[]
export type AnswerCode = (typeof answerCodes)[number]

export function writeIdentity(writer: FrameWriter, identity: KeyIdentity): void {
  writer.text(identity.unitId)
  writer.text(identity.keyId)
  writer.u32(identity.version)
  writer.text(identity.purpose)
  writer.text(identity.algorithm)
  writer.text(identity.provider)
  writer.u8(identity.attributes.length)
  for (const attribute of identity.attributes) writer.text(attribute)
}

/** @throws Error when a field is malformed or its value is none that is known here. */
export function readIdentity(reader: FieldReader): KeyIdentity {
  const unitId = reader.text()
  const keyId = reader.text()
  const version = reader.u32()
  const purpose = reader.text()
  const algorithm = reader.text()
  const provider = reader.text()
  if (!isPurpose(purpose)) throw new Error('a request names an unknown purpose')
  if (!isKeyAlgorithm(algorithm)) throw new Error('a request names an unknown algorithm')
  if (!isProvider(provider)) throw new Error('a request names an unknown provider')
  const attributes: KeyAttribute[] = []
  for (let count = reader.u8(); count > 0; count--) {
    const attribute = reader.text()
    if (!isAttribute(attribute)) throw new Error('a request names an unknown attribute')
    attributes.push(attribute)
  }
  return { unitId, keyId, version, purpose, algorithm, provider, attributes }
}

export function writeUnitKey(writer: FrameWriter, unitKey: WrappedUnitKey): void {
  writer.text(unitKey.unitId)
  writer.bytes(unitKey.wrapped)
}

/** Copied, since some of what needs it runs later. */
export function readUnitKey(reader: FieldReader): WrappedUnitKey {
  return { unitId: reader.text(), wrapped: new Uint8Array(reader.bytes()) }
}

export type WrappedKey = Pick<KeyHandle, 'identity' | 'unitKey' | 'wrapped'>

export function writeWrappedKey(writer: FrameWriter, key: WrappedKey): void {
  writeIdentity(writer, key.identity)
  writeUnitKey(writer, key.unitKey)
  writer.bytes(key.wrapped)
}

export function readWrappedKey(reader: FieldReader): WrappedKey {
  return { identity: readIdentity(reader), unitKey: readUnitKey(reader), wrapped: reader.bytes() }
}

export function writeLoad(writer: FrameWriter, slot: number, key: WrappedKey): void {
  writer.begin(frameTypes.load, 0)
  writer.u32(slot)
  writeWrappedKey(writer, key)
  writer.end()
}

export function writeForget(writer: FrameWriter, slot: number): void {
  writer.begin(frameTypes.forget, 0)
  writer.u32(slot)
  writer.end()
}

export function writeContentKey(writer: FrameWriter, item: WrappedContentKey): void {
  writer.text(item.kind)
  switch (item.kind) {
    case 'key-transport':
      writer.text(item.hash)
      writer.text(item.mgf1Hash)
      writer.bytes(item.label)
      break
    case 'key-agreement':
      writer.text(item.kdf.kind)
      writer.text(item.kdf.hash)
      writer.text(item.wrap)
      writer.bytes(item.originator)
      writer.bytes(item.sharedInfo)
      break
    case 'key-encapsulation':
      writer.text(item.kdf.hash)
      writer.text(item.wrap)
      writer.u32(item.kekOctets)
      writer.bytes(item.ciphertext)
      writer.bytes(item.info)
  }
  writer.bytes(item.encryptedKey)
}

/** @throws Error when a field is malformed or its value is none that is known here. */
export function readContentKey(reader: FieldReader): WrappedContentKey {
  const kind = reader.text()
  if (kind === 'key-transport') {
    const hashes = { hash: readHash(reader), mgf1Hash: readHash(reader) }
    return { kind, ...hashes, label: reader.bytes(), encryptedKey: reader.bytes() }
  }
  if (kind === 'key-agreement') {
    const kdf = { kind: readKdf(reader), hash: readHash(reader) }
    const wrap = readWrap(reader)
    const fields = { originator: reader.bytes(), sharedInfo: reader.bytes(), encryptedKey: reader.bytes() }
    return { kind, kdf, wrap, ...fields }
  }
  if (kind === 'key-encapsulation') {
    const kdf = { kind: 'hkdf', hash: readHash(reader) } as const
    const wrap = readWrap(reader)
    const kekOctets = reader.u32()
    const fields = { ciphertext: reader.bytes(), info: reader.bytes(), encryptedKey: reader.bytes() }
    return { kind, kdf, wrap, kekOctets, ...fields }
  }
  throw new Error('a request names an unknown kind of content key')
}

/** Of each item what came of it, where it may fail by itself. */
export type Outcomes = readonly (Uint8Array | ServiceError)[]

export function writeOutcome(writer: FrameWriter, outcome: Uint8Array | ServiceError): void {
  if (outcome instanceof ServiceError) {
    writer.u8(1)
    writer.text(isAnswerCode(outcome.code) ? outcome.code : 'INTERNAL')
    writer.text(outcome.message)
  } else {
    writer.u8(0)
    writer.bytes(outcome)
  }
}

/** @throws Error when it is malformed. */
export function readOutcome(reader: FieldReader): Uint8Array | ServiceError {
  const failed = reader.u8()
  if (failed === 0) return new Uint8Array(reader.bytes())
  return readError(reader)
}

export function readGenerated(reader: FieldReader): GeneratedKey {
  return { wrapped: readCopied(reader), publicKey: readCopied(reader) }
}

/** Of what outlives the frame that it came in. */
export function readCopied(reader: FieldReader): Uint8Array {
  return new Uint8Array(reader.bytes())
}

export function writeFailed(writer: FrameWriter, requestId: number, code: AnswerCode, message: string): void {
  writer.begin(frameTypes.failed, requestId)
  writer.text(code)
  writer.text(message)
  writer.end()
}

/** @throws Error when it is malformed. */
export function readError(reader: FieldReader): ServiceError {
  const code = reader.text()
  const message = reader.text()
  if (!isAnswerCode(code)) throw new Error('an answer has an unknown code')
  return new ServiceError(code, message)
}

export function isAnswerCode(code: string): code is AnswerCode {
  const codes: readonly string[] = answerCodes
  return codes.includes(code)
}

function readHash(reader: FieldReader): HashAlgorithm {
  const name = reader.text()
  if (isHashAlgorithm(name)) return name
  throw new Error('a request names an unknown hash')
}

function readKdf(reader: FieldReader): 'x963' | 'hkdf' {
  const kind = reader.text()
  if (kind === 'x963' || kind === 'hkdf') return kind
  throw new Error('a request names an unknown key derivation')
}

function readWrap(reader: FieldReader): KeyWrap {
  const name = reader.text()
  if (isWrap(name)) return name
  throw new Error('a request names an unknown key wrap')
}

function isWrap(name: string): name is KeyWrap {
  return Object.hasOwn(keyWraps, name)
}

function isPurpose(name: string): name is Purpose {
  const names: readonly string[] = purposes
  return names.includes(name)
}

function isProvider(name: string): name is ProviderName {
  const names: readonly string[] = providerNames
  return names.includes(name)
}

function isAttribute(name: string): name is KeyAttribute {
  const names: readonly string[] = keyAttributes
  return names.includes(name)
}

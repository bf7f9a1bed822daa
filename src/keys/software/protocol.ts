// What gateway and signer say to each other: the types of frames and their fields, written and read in one place.

import { isSignatureAlgorithm } from '../../crypto/algorithms.ts'
import type { FieldReader, FrameWriter } from '../../frames.ts'
import { type KeyHandle, type KeyIdentity, type Purpose, purposes, type WrappedUnitKey } from '../handle.ts'

/** Types of frames. Requests are answered by `done` or `failed` with the same request id; `load` is not answered. */
export const frameTypes = {
  /** → protocol version. ← protocol version, root key check value. */
  hello: 1,
  /** → unit id. ← wrapped unit key. */
  createUnitKey: 2,
  /** → identity, unit key. ← wrapped private key, public key. */
  generate: 3,
  /** → slot, identity, unit key, wrapped private key. Later requests name the key by its slot. */
  load: 4,
  /** → slot, number of messages, messages. ← signatures, as many. */
  sign: 5,
  done: 128,
  /** ← code, message. */
  failed: 129,
} as const

export const protocolVersion = 1

/** A request longer than that is split by the provider or refused. */
export const maxFrameOctets = 1 << 26

/** Keys that the signer holds open for one connection. The gateway assigns the slots and reuses the oldest. */
export const slotCount = 4096

/** More messages than that go in several requests, so that the signer can serve others in between. */
export const maxMessagesPerRequest = 1000

/** Codes that the signer may answer; anything else that goes wrong is `INTERNAL`. */
export const signerErrorCodes = ['KEY_NOT_ACTIVE', 'BUSY', 'INTERNAL'] as const
export type SignerErrorCode = (typeof signerErrorCodes)[number]

export function writeIdentity(writer: FrameWriter, identity: KeyIdentity): void {
  writer.text(identity.unitId)
  writer.text(identity.keyId)
  writer.u32(identity.version)
  writer.text(identity.purpose)
  writer.text(identity.algorithm)
}

/** @throws Error when a field is malformed or its value is none that the signer knows. */
export function readIdentity(reader: FieldReader): KeyIdentity {
  const unitId = reader.text()
  const keyId = reader.text()
  const version = reader.u32()
  const purpose = reader.text()
  const algorithm = reader.text()
  if (!isPurpose(purpose)) throw new Error('a request names an unknown purpose')
  if (!isSignatureAlgorithm(algorithm)) throw new Error('a request names an unknown algorithm')
  return { unitId, keyId, version, purpose, algorithm, provider: 'software' }
}

export function writeUnitKey(writer: FrameWriter, unitKey: WrappedUnitKey): void {
  writer.text(unitKey.unitId)
  writer.bytes(unitKey.wrapped)
}

export function readUnitKey(reader: FieldReader): WrappedUnitKey {
  return { unitId: reader.text(), wrapped: reader.bytes() }
}

export function writeLoad(
  writer: FrameWriter,
  slot: number,
  key: Pick<KeyHandle, 'identity' | 'unitKey' | 'wrapped'>,
): void {
  writer.begin(frameTypes.load, 0)
  writer.u32(slot)
  writeIdentity(writer, key.identity)
  writeUnitKey(writer, key.unitKey)
  writer.bytes(key.wrapped)
  writer.end()
}

export function writeFailed(
  writer: FrameWriter,
  requestId: number,
  code: SignerErrorCode,
  message: string,
): void {
  writer.begin(frameTypes.failed, requestId)
  writer.text(code)
  writer.text(message)
  writer.end()
}

export function isSignerErrorCode(code: string): code is SignerErrorCode {
  const codes: readonly string[] = signerErrorCodes
  return codes.includes(code)
}

function isPurpose(name: string): name is Purpose {
  const names: readonly string[] = purposes
  return names.includes(name)
}

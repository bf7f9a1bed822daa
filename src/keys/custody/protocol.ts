// What custodians' commands say to the keeper over a local socket: types of frames and their fields.

import { type ErrorCode, errorCodes } from '../../errors.ts'
import type { FieldReader, FrameWriter } from '../../frames.ts'
import { custodyKinds } from './custody-record.ts'
import type { CustodyState, RootKeyGeneration } from './keeper-messages.ts'

/** Each request is answered by one frame of the same request id. */
export const frameTypes = {
  /** → nothing. ← state. */
  state: 1,
  /** → octets of a share, to unseal. ← state. */
  share: 2,
  /** → octets of a passphrase, to unseal. ← state. */
  passphrase: 3,
  /** → octets of a share, to prove a quorum to what follows on this connection. ← given, needed. */
  proveByShare: 4,
  /** → octets of a passphrase, likewise. ← given, needed. */
  proveByPassphrase: 5,
  /** → proposal, kind, threshold, number of custodians, their names, passphrase. ← number of shares, shares. */
  change: 6,
  /** → nothing: the shares are safe, so the change may take effect. ← nothing. */
  commit: 7,
  /** → proposal. ← nothing, once the further root key is on the disk. */
  rotate: 8,
  done: 128,
  /** ← code, message. */
  failed: 129,
} as const

/** More is no share, no passphrase and no list of custodians. */
export const maxFrameOctets = 1 << 17

export function writeState(writer: FrameWriter, state: CustodyState): void {
  writer.u8(state.sealed ? 1 : 0)
  writer.text(state.kind)
  writer.text(state.custodyId)
  writer.u32(state.given)
  writer.u32(state.needed)
  writer.u32(state.custodians)
  writer.u32(state.generations.length)
  for (const { generation, checkValueHex } of state.generations) {
    writer.u32(generation)
    writer.text(checkValueHex)
  }
}

/** @throws Error when a field is malformed. */
export function readState(fields: FieldReader): CustodyState {
  const sealed = fields.u8() === 1
  const name = fields.text()
  const kind = custodyKinds.find((one) => one === name)
  if (kind === undefined) throw new Error('the keeper told an unknown kind of custody')
  const custodyId = fields.text()
  const [given, needed, custodians, count] = [fields.u32(), fields.u32(), fields.u32(), fields.u32()]
  const generations: RootKeyGeneration[] = []
  for (let i = 0; i < count; i++) generations.push({ generation: fields.u32(), checkValueHex: fields.text() })
  return { sealed, kind, custodyId, given, needed, custodians, generations }
}

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCodes, code)
}

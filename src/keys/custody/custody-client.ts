// The custodian's side of the connection to the keeper: gives shares, has custodians changed and root keys rotated.

import { connect, type Socket } from 'node:net'
import { ServiceError } from '../../errors.ts'
import { type FieldReader, type FrameWriter, fieldReader, frameReader, frameWriter } from '../../frames.ts'
import type { SecretBytes } from '../secret-bytes.ts'
import type { WantedCustody } from './custody.ts'
import { custodySocket } from './custody-socket.ts'
import type { CustodyState } from './keeper-messages.ts'
import { frameTypes, isErrorCode, maxFrameOctets, readState } from './protocol.ts'

/** Every method throws ServiceError as the keeper answers, `PROVIDER_UNAVAILABLE` when it is gone. */
export interface CustodyClient {
  state(): Promise<CustodyState>
  share(octets: Uint8Array): Promise<CustodyState>
  passphrase(octets: SecretBytes): Promise<CustodyState>
  /** For `change` and `rotate`, which need a quorum of their own. */
  proveByShare(octets: Uint8Array): Promise<Progress>
  proveByPassphrase(octets: SecretBytes): Promise<Progress>
  /**
   * @param proposalId UUID of the proposal that officers have approved and released.
   * @returns shares of the new custodians, in their order. Nothing has changed before `commit`.
   */
  change(
    wanted: Exclude<WantedCustody, { readonly kind: 'file' }>,
    proposalId: string,
  ): Promise<readonly Uint8Array[]>
  commit(): Promise<void>
  rotate(proposalId: string): Promise<void>
  close(): void
}

export interface Progress {
  readonly given: number
  readonly needed: number
}

/**
 * @param secrets the folder of secrets of a service that is running.
 * @throws ServiceError `PROVIDER_UNAVAILABLE` when nobody listens there, `NOT_PERMITTED` when it is another user's.
 */
export async function custodyClient(secrets: string): Promise<CustodyClient> {
  const socket = await reached(secrets)
  const ask = questions(socket)
  const nothing = (): void => undefined
  const progress = (fields: FieldReader): Progress => ({ given: fields.u32(), needed: fields.u32() })
  return {
    state: () => ask(frameTypes.state, nothing, readState),
    share: (octets) => ask(frameTypes.share, (writer) => writer.bytes(octets), readState),
    passphrase: (octets) =>
      ask(frameTypes.passphrase, (writer) => writer.bytes(octets.dangerouslyRevealBytes()), readState),
    proveByShare: (octets) => ask(frameTypes.proveByShare, (writer) => writer.bytes(octets), progress),
    proveByPassphrase: (octets) =>
      ask(frameTypes.proveByPassphrase, (writer) => writer.bytes(octets.dangerouslyRevealBytes()), progress),
    change: (wanted, proposalId) =>
      ask(frameTypes.change, (writer) => writeChange(writer, wanted, proposalId), readShares),
    commit: () => ask(frameTypes.commit, nothing, nothing),
    rotate: (proposalId) => ask(frameTypes.rotate, (writer) => writer.text(proposalId), nothing),
    close: () => socket.end(),
  }
}

async function reached(secrets: string): Promise<Socket> {
  try {
    using place = custodySocket(secrets)
    return await connected(place.path)
  } catch (cause) {
    throw notReached(secrets, cause)
  }
}

function connected(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      resolve(socket)
    })
  })
}

function notReached(secrets: string, cause: unknown): unknown {
  const code: unknown = cause instanceof Error ? Reflect.get(cause, 'code') : undefined
  if (typeof code !== 'string') return cause
  return code === 'EACCES'
    ? new ServiceError('NOT_PERMITTED', `${secrets} is another user's: run this as the user of the service`)
    : new ServiceError(
        'PROVIDER_UNAVAILABLE',
        `no service with custodians runs on ${secrets}: start it with \`chancery serve\``,
      )
}

type Ask = <T>(
  type: number,
  write: (writer: FrameWriter) => void,
  read: (fields: FieldReader) => T,
) => Promise<T>

function questions(socket: Socket): Ask {
  const waiting = new Map<number, { answer(fields: FieldReader): void; fail(error: Error): void }>()
  const frames = frameReader(maxFrameOctets)
  let lastId = 0
  const gone = (): void => {
    for (const { fail } of waiting.values()) {
      fail(new ServiceError('PROVIDER_UNAVAILABLE', 'the service ended before it answered'))
    }
    waiting.clear()
  }
  socket.on('data', (chunk: Uint8Array) => {
    for (const { type, requestId, fields } of frames.push(chunk)) {
      const entry = waiting.get(requestId)
      waiting.delete(requestId)
      if (type === frameTypes.done) entry?.answer(fieldReader(fields))
      else entry?.fail(failure(fieldReader(fields)))
    }
  })
  socket.on('error', gone)
  socket.on('close', gone)
  return (type, write, read) =>
    new Promise((resolve, reject) => {
      const id = ++lastId
      waiting.set(id, { answer: (fields) => resolve(read(fields)), fail: reject })
      const writer = frameWriter()
      writer.begin(type, id)
      write(writer)
      writer.end()
      const octets = writer.take()
      socket.write(octets, () => octets.fill(0))
    })
}

function failure(fields: FieldReader): ServiceError {
  const code = fields.text()
  return new ServiceError(isErrorCode(code) ? code : 'INTERNAL', fields.text())
}

function writeChange(
  writer: FrameWriter,
  wanted: Exclude<WantedCustody, { readonly kind: 'file' }>,
  proposalId: string,
): void {
  writer.text(proposalId)
  const custodians = wanted.kind === 'shares' ? wanted.custodians : []
  writer.text(wanted.kind)
  writer.u32(wanted.kind === 'shares' ? wanted.threshold : 0)
  writer.u32(custodians.length)
  for (const name of custodians) writer.text(name)
  writer.bytes(wanted.kind === 'passphrase' ? wanted.passphrase.dangerouslyRevealBytes() : new Uint8Array(0))
}

function readShares(fields: FieldReader): readonly Uint8Array[] {
  const count = fields.u32()
  const shares: Uint8Array[] = []
  for (let i = 0; i < count; i++) shares.push(new Uint8Array(fields.bytes()))
  return shares
}

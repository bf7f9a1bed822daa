// The software provider, the gateway's side: a connection to the signer process, which alone holds keys.

import type { Duplex } from 'node:stream'
import { type SignatureValue, signatureValue } from '../../crypto/signature-value.ts'
import { ServiceError } from '../../errors.ts'
import type { FieldReader, FrameWriter } from '../../frames.ts'
import type { SigningKey } from '../handle.ts'
import type { KeyProvider } from '../provider.ts'
import {
  frameTypes,
  maxFrameOctets,
  maxMessagesPerRequest,
  protocolVersion,
  writeIdentity,
  writeUnitKey,
} from './protocol.ts'
import { type RequestQueue, requestQueue } from './request-queue.ts'

/** A signer that is running, as its launcher hands it over. */
export interface SignerConnection {
  readonly socket: Duplex
  /** Ends a signer that does not answer. */
  kill(): void
}

export interface SoftwareProviderOptions {
  /** How long a request may take, waiting for a new signer included. Making a key may take twelve times as long. */
  readonly timeoutMs: number
  /** Requests that may wait for answers; one more is `BUSY`. */
  readonly maxRequests: number
  /** Octets of messages that may wait for answers. */
  readonly maxOctets: number
}

export const softwareProviderOptions: SoftwareProviderOptions = {
  timeoutMs: 5000,
  maxRequests: 8192,
  maxOctets: 1 << 27,
}

/** Frames are filled up to about this size, so that the signer can serve others in between. */
const targetOctets = 1 << 20
const maxMessageOctets = maxFrameOctets - 64
const generationPatience = 12

/**
 * @param connect called for the first signer and again whenever a connection broke. It resolves when there is a
 *   signer to talk to; requests wait meanwhile. Requests that a dead signer left unanswered are asked again: what
 *   it may have signed or made never left it.
 */
export function softwareProvider(
  connect: () => Promise<SignerConnection>,
  options: SoftwareProviderOptions = softwareProviderOptions,
): KeyProvider {
  const queue = requestQueue(connect, options)
  return {
    name: 'software',
    certification: 'not certified; software keys in a process of their own',

    rootKeyCheckValue: () =>
      queue.ask({
        type: frameTypes.hello,
        octets: 0,
        patience: 1,
        write: (writer) => writer.u32(protocolVersion),
        read: (fields) => {
          if (fields.u32() !== protocolVersion)
            throw new Error('the signer speaks another version of the protocol')
          return new Uint8Array(fields.bytes())
        },
      }),

    createUnitKey: (unitId) =>
      queue.ask({
        type: frameTypes.createUnitKey,
        octets: 0,
        patience: 1,
        write: (writer) => writer.text(unitId),
        read: (fields) => ({ unitId, wrapped: new Uint8Array(fields.bytes()) }),
      }),

    generate: async (identity, unitKey) => {
      if (identity.provider !== 'software') {
        throw new Error(`the software provider was asked for a key of provider ${identity.provider}`)
      }
      return queue.ask({
        type: frameTypes.generate,
        octets: 0,
        patience: generationPatience,
        write: (writer) => {
          writeIdentity(writer, identity)
          writeUnitKey(writer, unitKey)
        },
        read: (fields) => ({
          wrapped: new Uint8Array(fields.bytes()),
          publicKey: new Uint8Array(fields.bytes()),
        }),
      })
    },

    sign: async (key, messages) => {
      if (key.identity.provider !== 'software') {
        throw new ServiceError('KEY_NOT_ACTIVE', `key ${key.identity.keyId} belongs to another provider`)
      }
      const parts = split(messages)
      const [only] = parts
      if (parts.length <= 1) return only === undefined ? [] : signPart(queue, key, only)
      return (await Promise.all(parts.map((part) => signPart(queue, key, part)))).flat()
    },

    close: () => queue.close(),
  }
}

function signPart(
  queue: RequestQueue,
  key: SigningKey,
  messages: readonly Uint8Array[],
): Promise<readonly SignatureValue[]> {
  return queue.ask({
    type: frameTypes.sign,
    key,
    octets: messages.reduce((sum, message) => sum + message.length, 0),
    patience: 1,
    write: (writer: FrameWriter) => {
      writer.u32(messages.length)
      for (const message of messages) writer.bytes(message)
    },
    read: (fields: FieldReader) => readSignatures(fields, messages.length),
  })
}

function readSignatures(fields: FieldReader, count: number): readonly SignatureValue[] {
  if (fields.u32() !== count) throw new Error('the signer answered with another number of signatures')
  const signatures: SignatureValue[] = []
  for (let i = 0; i < count; i++) signatures.push(signatureValue(new Uint8Array(fields.bytes())))
  return signatures
}

/** @throws ServiceError `LIMIT_EXCEEDED` for a single message that fits no frame. */
function split(messages: readonly Uint8Array[]): readonly (readonly Uint8Array[])[] {
  const parts: Uint8Array[][] = []
  let part: Uint8Array[] = []
  let octets = 0
  for (const message of messages) {
    if (message.length > maxMessageOctets) {
      throw new ServiceError(
        'LIMIT_EXCEEDED',
        `a message to be signed has ${message.length} octets; the signer takes ${maxMessageOctets}`,
      )
    }
    if (
      part.length > 0 &&
      (part.length === maxMessagesPerRequest || octets + message.length > targetOctets)
    ) {
      parts.push(part)
      part = []
      octets = 0
    }
    part.push(message)
    octets += message.length
  }
  if (part.length > 0) parts.push(part)
  return parts
}

// The software provider, the gateway's side: a connection to the signer process, which alone holds keys.

import type { Duplex } from 'node:stream'
import { keyAlgorithmNames } from '../../crypto/algorithms.ts'
import { signatureValue } from '../../crypto/signature-value.ts'
import { ServiceError } from '../../errors.ts'
import type { FieldReader, FrameWriter } from '../../frames.ts'
import type { KeyHandle, KeyIdentity } from '../handle.ts'
import type { Ciphertext, DataKey, GeneratedKey, KeyProvider } from '../provider.ts'
import { dataKeyOctets } from '../records.ts'
import { requireKeyOf, requireState } from '../required.ts'
import { secretBytes } from '../secret-bytes.ts'
import {
  frameTypes,
  maxFrameOctets,
  maxItemsPerRequest,
  protocolVersion,
  readOutcome,
  writeContentKey,
  writeIdentity,
  writeUnitKey,
  writeWrappedKey,
} from './protocol.ts'
import { type Request, requestQueue } from './request-queue.ts'

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
const maxItemOctets = maxFrameOctets - 1024
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

  const ask = <T>(
    type: number,
    write: (writer: FrameWriter) => void,
    read: (fields: FieldReader) => T,
    patience = 1,
  ): Promise<T> => queue.ask({ type, octets: 0, patience, write, read })

  const askItems = async <I, O>(request: ItemsRequest<I, O>): Promise<readonly O[]> => {
    const parts = split(request)
    const [only] = parts
    if (parts.length <= 1) return only === undefined ? [] : queue.ask(only)
    return (await Promise.all(parts.map((part) => queue.ask(part)))).flat()
  }

  return {
    name: 'software',
    certification: 'not certified; software keys in a process of their own',
    algorithms: new Set(keyAlgorithmNames),

    rootKeyCheckValue: () =>
      ask(
        frameTypes.hello,
        (writer) => writer.u32(protocolVersion),
        (fields) => {
          if (fields.u32() !== protocolVersion)
            throw new Error('the signer speaks another version of the protocol')
          return copied(fields)
        },
      ),

    createUnitKey: (unitId) =>
      ask(
        frameTypes.createUnitKey,
        (writer) => writer.text(unitId),
        (fields) => ({ unitId, wrapped: copied(fields) }),
      ),

    rewrapUnitKey: (unitKey) =>
      ask(
        frameTypes.rewrapUnitKey,
        (writer) => writeUnitKey(writer, unitKey),
        (fields) => ({ unitId: unitKey.unitId, wrapped: copied(fields) }),
      ),

    generate: async (identity, unitKey) => {
      requireOwn(identity)
      const write = (writer: FrameWriter) => {
        writeIdentity(writer, identity)
        writeUnitKey(writer, unitKey)
      }
      return ask(frameTypes.generate, write, readGenerated, generationPatience)
    },

    importWrappingKey: () =>
      ask(
        frameTypes.importWrappingKey,
        () => undefined,
        (fields) => ({ publicKey: copied(fields), token: copied(fields) }),
        generationPatience,
      ),

    importKey: async (identity, unitKey, { token, material }) => {
      requireOwn(identity)
      requireItem(token.length + material.length)
      const write = (writer: FrameWriter) => {
        writeIdentity(writer, identity)
        writeUnitKey(writer, unitKey)
        writer.bytes(token)
        writer.bytes(material)
      }
      return ask(frameTypes.importKey, write, readGenerated, generationPatience)
    },

    exportKey: async (key, recipient) => {
      requireKeyOf('software', key)
      requireItem(recipient.length)
      const write = (writer: FrameWriter) => {
        writeWrappedKey(writer, key)
        writer.bytes(recipient)
      }
      return ask(frameTypes.exportKey, write, copied)
    },

    rewrapKey: async (key, { identity, unitKey }) => {
      requireKeyOf('software', key)
      const write = (writer: FrameWriter) => {
        writeWrappedKey(writer, key)
        writeIdentity(writer, identity)
        writeUnitKey(writer, unitKey)
      }
      return ask(frameTypes.rewrapKey, write, copied)
    },

    sign: async (key, messages) => {
      requireKeyOf('software', key)
      requireState(key, 'sign')
      return askItems({
        type: frameTypes.sign,
        keys: [key],
        items: messages,
        octets: octetsOf,
        write: writeBytes,
        read: readSignature,
      })
    },

    signDigests: async (key, digests) => {
      requireKeyOf('software', key)
      requireState(key, 'sign')
      return askItems({
        type: frameTypes.signDigests,
        keys: [key],
        items: digests,
        octets: octetsOf,
        write: writeBytes,
        read: (fields) => signatureValue(readWhole(fields)),
      })
    },

    unwrap: async (key, items) => {
      requireKeyOf('software', key)
      requireState(key, 'process')
      return askItems({
        type: frameTypes.unwrap,
        keys: [key],
        items,
        octets: (item) => item.encryptedKey.length,
        write: writeContentKey,
        read: (fields) => {
          const outcome = readOutcome(fields)
          return outcome instanceof ServiceError ? outcome : secretBytes(outcome)
        },
      })
    },

    encrypt: async (key, items) => {
      requireKeyOf('software', key)
      requireState(key, 'protect')
      return askItems({
        type: frameTypes.encrypt,
        keys: [key],
        items,
        octets: ({ plaintext, associatedData }) => plaintext.length + associatedData.length,
        write: (writer, { plaintext, associatedData }) => {
          writer.bytes(plaintext)
          writer.bytes(associatedData)
        },
        read: readWhole,
      })
    },

    decrypt: async (key, items) => {
      requireKeyOf('software', key)
      requireState(key, 'process')
      return askItems({
        type: frameTypes.decrypt,
        keys: [key],
        items,
        octets: ciphertextOctets,
        write: writeCiphertext,
        read: readOutcome,
      })
    },

    reencrypt: async (from, to, items) => {
      requireKeyOf('software', from)
      requireKeyOf('software', to)
      requireState(from, 'process')
      requireState(to, 'protect')
      return askItems({
        type: frameTypes.reencrypt,
        keys: [from, to],
        items,
        octets: ciphertextOctets,
        write: writeCiphertext,
        read: readOutcome,
      })
    },

    generateDataKeys: async (key, associatedData, withPlaintext) => {
      requireKeyOf('software', key)
      requireState(key, 'protect')
      return askItems({
        type: withPlaintext ? frameTypes.generateDataKeys : frameTypes.generateSealedDataKeys,
        keys: [key],
        items: associatedData,
        octets: octetsOf,
        write: writeBytes,
        read: (fields) => dataKeyOf(readWhole(fields), withPlaintext),
      })
    },

    mac: async (key, messages) => {
      requireKeyOf('software', key)
      requireState(key, 'protect')
      return askItems({
        type: frameTypes.mac,
        keys: [key],
        items: messages,
        octets: octetsOf,
        write: writeBytes,
        read: readWhole,
      })
    },

    verifyMac: async (key, items) => {
      requireKeyOf('software', key)
      requireState(key, 'process')
      return askItems({
        type: frameTypes.verifyMac,
        keys: [key],
        items,
        octets: ({ message, mac }) => message.length + mac.length,
        write: (writer, { message, mac }) => {
          writer.bytes(message)
          writer.bytes(mac)
        },
        read: (fields) => readWhole(fields)[0] === 1,
      })
    },

    rowMac: (rows) =>
      askItems({
        type: frameTypes.rowMac,
        keys: [],
        items: rows,
        octets: octetsOf,
        write: writeBytes,
        read: readWhole,
      }),

    destroy: async (key) => {
      requireKeyOf('software', key)
      queue.forget(key)
    },

    close: () => queue.close(),
  }
}

interface ItemsRequest<I, O> {
  readonly type: number
  readonly keys: readonly KeyHandle[]
  readonly items: readonly I[]
  readonly octets: (item: I) => number
  readonly write: (writer: FrameWriter, item: I) => void
  /** Reads the answer for one item. @throws Error when it is malformed. */
  readonly read: (fields: FieldReader) => O
}

/** @throws ServiceError `LIMIT_EXCEEDED` for a single item that fits no frame. */
function split<I, O>(request: ItemsRequest<I, O>): readonly Request<readonly O[]>[] {
  const parts: Request<readonly O[]>[] = []
  let start = 0
  let octets = 0
  const cut = (end: number): void => {
    if (end > start) parts.push(part(request, request.items.slice(start, end), octets))
    start = end
    octets = 0
  }
  for (const [i, item] of request.items.entries()) {
    const more = request.octets(item)
    requireItem(more)
    if (i - start === maxItemsPerRequest || octets + more > targetOctets) cut(i)
    octets += more
  }
  cut(request.items.length)
  return parts
}

function part<I, O>(
  { type, keys, write, read }: ItemsRequest<I, O>,
  items: readonly I[],
  octets: number,
): Request<readonly O[]> {
  return {
    type,
    keys,
    octets,
    patience: 1,
    write: (writer) => {
      writer.u32(items.length)
      for (const item of items) write(writer, item)
    },
    read: (fields) => {
      if (fields.u32() !== items.length) throw new Error('the signer answered with another number of items')
      return items.map(() => read(fields))
    },
  }
}

function requireItem(octets: number): void {
  if (octets <= maxItemOctets) return
  throw new ServiceError('LIMIT_EXCEEDED', `an item has ${octets} octets; the signer takes ${maxItemOctets}`)
}

function requireOwn(identity: KeyIdentity): void {
  if (identity.provider !== 'software')
    throw new Error(`the software provider was asked for a key of provider ${identity.provider}`)
}

function copied(fields: FieldReader): Uint8Array {
  return new Uint8Array(fields.bytes())
}

function readGenerated(fields: FieldReader): GeneratedKey {
  return { wrapped: copied(fields), publicKey: copied(fields) }
}

function octetsOf(bytes: Uint8Array): number {
  return bytes.length
}

function writeBytes(writer: FrameWriter, bytes: Uint8Array): void {
  writer.bytes(bytes)
}

function ciphertextOctets({ ciphertext, associatedData }: Ciphertext): number {
  return ciphertext.length + associatedData.length
}

function writeCiphertext(writer: FrameWriter, { ciphertext, associatedData }: Ciphertext): void {
  writer.bytes(ciphertext)
  writer.bytes(associatedData)
}

function readSignature(fields: FieldReader): ReturnType<typeof signatureValue> {
  return signatureValue(copied(fields))
}

/** Of operations that are all or nothing. */
function readWhole(fields: FieldReader): Uint8Array {
  const outcome = readOutcome(fields)
  if (outcome instanceof ServiceError)
    throw new Error('the signer failed at one item of what is all or nothing')
  return outcome
}

function dataKeyOf(answer: Uint8Array, withPlaintext: boolean): DataKey {
  if (!withPlaintext) return { plaintext: undefined, ciphertext: answer }
  return {
    plaintext: secretBytes(new Uint8Array(answer.subarray(0, dataKeyOctets))),
    ciphertext: new Uint8Array(answer.subarray(dataKeyOctets)),
  }
}

// The software provider, the gateway's side: a connection to the signer process, which alone holds keys.

import type { Duplex } from 'node:stream'
import { keyAlgorithmNames } from '../../crypto/algorithms.ts'
import type { FieldReader, FrameWriter } from '../../frames.ts'
import type { KeyHandle, KeyIdentity, WrappedUnitKey } from '../handle.ts'
import type { GeneratedKey, KeyProvider } from '../provider.ts'
import { requireKeyOf } from '../required.ts'
import { askItems, octetsOf, readWhole, requireItem, writeBytes } from './items.ts'
import { keyOperations } from './key-operations.ts'
import {
  frameTypes,
  maxItemsPerRequest,
  protocolVersion,
  writeIdentity,
  writeUnitKey,
  writeWrappedKey,
} from './protocol.ts'
import { requestQueue } from './request-queue.ts'

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
  /** Of a longer batch the rest goes in further requests, each of which may take longer than the one before. */
  readonly itemsPerRequest: number
  /** Who answers, in words for errors. */
  readonly peer: string
}

export const softwareProviderOptions: SoftwareProviderOptions = {
  timeoutMs: 5000,
  maxRequests: 8192,
  maxOctets: 1 << 27,
  itemsPerRequest: maxItemsPerRequest,
  peer: 'the signer',
}

/** References to keys in a token: their identifiers, wrapped as keys are, so that no row leads to another's key. */
export interface KeyReferences {
  /** @throws ServiceError `KEY_NOT_ACTIVE` when the unit key does not open. */
  sealReference(identity: KeyIdentity, unitKey: WrappedUnitKey, identifier: Uint8Array): Promise<Uint8Array>
  /** @throws ServiceError `KEY_NOT_ACTIVE` when the reference was not made for exactly this identity. */
  openReference(key: KeyHandle): Promise<Uint8Array>
  /** As `KeyProvider.rewrapKey`. */
  rewrapReference: KeyProvider['rewrapKey']
}

export interface SoftwareSigner {
  readonly provider: KeyProvider
  readonly references: KeyReferences
}

const generationPatience = 12

/**
 * @param connect called for the first signer and again whenever a connection broke. It resolves when there is a
 *   signer to talk to; requests wait meanwhile. Requests that a dead signer left unanswered are asked again: what
 *   it may have signed or made never left it.
 */
export function softwareSigner(
  connect: () => Promise<SignerConnection>,
  options: SoftwareProviderOptions = softwareProviderOptions,
): SoftwareSigner {
  const queue = requestQueue(connect, options)

  const ask = <T>(
    type: number,
    write: (writer: FrameWriter) => void,
    read: (fields: FieldReader) => T,
    patience = 1,
  ): Promise<T> => queue.ask({ type, octets: 0, patience, write, read })

  const rewrap: KeyProvider['rewrapKey'] = (key, { identity, unitKey }) => {
    const write = (writer: FrameWriter) => {
      writeWrappedKey(writer, key)
      writeIdentity(writer, identity)
      writeUnitKey(writer, unitKey)
    }
    return ask(frameTypes.rewrapKey, write, copied)
  }

  const references: KeyReferences = {
    sealReference: (identity, unitKey, wrapped) =>
      ask(
        frameTypes.sealReference,
        (writer) => writeWrappedKey(writer, { identity, unitKey, wrapped }),
        copied,
      ),
    openReference: (key) => ask(frameTypes.openReference, (writer) => writeWrappedKey(writer, key), copied),
    rewrapReference: rewrap,
  }

  const provider: KeyProvider = {
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

    rewrapKey: async (key, target) => {
      requireKeyOf('software', key)
      return rewrap(key, target)
    },

    ...keyOperations(queue, 'software'),

    rowMac: (rows) =>
      askItems(queue, {
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
  return { provider, references }
}

/** As `softwareSigner`, where there is no token. */
export function softwareProvider(
  connect: () => Promise<SignerConnection>,
  options: SoftwareProviderOptions = softwareProviderOptions,
): KeyProvider {
  return softwareSigner(connect, options).provider
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

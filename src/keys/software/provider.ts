// The software provider, the gateway's side: a connection to the signer process, which alone holds keys.

import { keyAlgorithmNames } from '../../crypto/algorithms.ts'
import type { FieldReader, FrameWriter } from '../../frames.ts'
import type { KeyHandle, KeyIdentity, WrappedUnitKey } from '../handle.ts'
import type { KeyProvider } from '../provider.ts'
import { requireKeyOf } from '../required.ts'
import { askItems, octetsOf, readWhole, requireItem, writeBytes } from '../wire/items.ts'
import { keyOperations } from '../wire/key-operations.ts'
import {
  frameTypes,
  maxItemsPerRequest,
  protocolVersion,
  readCopied,
  readGenerated,
  writeIdentity,
  writeUnitKey,
  writeWrappedKey,
} from '../wire/protocol.ts'
import {
  type ProcessConnection,
  type QueueOptions,
  queueBounds,
  requestQueue,
} from '../wire/request-queue.ts'

export const softwareProviderOptions: QueueOptions = {
  ...queueBounds,
  timeoutMs: 5000,
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

/** @param connect starts a signer, as `requestQueue` asks for it. */
export function softwareSigner(
  connect: () => Promise<ProcessConnection>,
  options: QueueOptions = softwareProviderOptions,
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
    return ask(frameTypes.rewrapKey, write, readCopied)
  }

  const references: KeyReferences = {
    sealReference: (identity, unitKey, wrapped) =>
      ask(
        frameTypes.sealReference,
        (writer) => writeWrappedKey(writer, { identity, unitKey, wrapped }),
        readCopied,
      ),
    openReference: (key) =>
      ask(frameTypes.openReference, (writer) => writeWrappedKey(writer, key), readCopied),
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
          return readCopied(fields)
        },
      ),

    createUnitKey: (unitId) =>
      ask(
        frameTypes.createUnitKey,
        (writer) => writer.text(unitId),
        (fields) => ({ unitId, wrapped: readCopied(fields) }),
      ),

    rewrapUnitKey: (unitKey) =>
      ask(
        frameTypes.rewrapUnitKey,
        (writer) => writeUnitKey(writer, unitKey),
        (fields) => ({ unitId: unitKey.unitId, wrapped: readCopied(fields) }),
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
        (fields) => ({ publicKey: readCopied(fields), token: readCopied(fields) }),
        generationPatience,
      ),

    importKey: async (identity, unitKey, { token, material }) => {
      requireOwn(identity)
      requireItem(queue.peer, token.length + material.length)
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
      requireItem(queue.peer, recipient.length)
      const write = (writer: FrameWriter) => {
        writeWrappedKey(writer, key)
        writer.bytes(recipient)
      }
      return ask(frameTypes.exportKey, write, readCopied)
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
  connect: () => Promise<ProcessConnection>,
  options: QueueOptions = softwareProviderOptions,
): KeyProvider {
  return softwareSigner(connect, options).provider
}

function requireOwn(identity: KeyIdentity): void {
  if (identity.provider !== 'software')
    throw new Error(`the software provider was asked for a key of provider ${identity.provider}`)
}

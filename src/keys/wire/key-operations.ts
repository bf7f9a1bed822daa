// What is done with keys, asked of whoever holds them: the signer and the PKCS #11 host answer the same requests.

import { signatureValue } from '../../crypto/signature-value.ts'
import { ServiceError } from '../../errors.ts'
import type { FrameWriter } from '../../frames.ts'
import type { KeyHandle, ProviderName } from '../handle.ts'
import type { Ciphertext, DataKey, KeyProvider } from '../provider.ts'
import { dataKeyOctets } from '../records.ts'
import { requireKeyOf, requireState } from '../required.ts'
import { secretBytes, secretCopy } from '../secret-bytes.ts'
import { askItems, octetsOf, readWhole, writeBytes } from './items.ts'
import { frameTypes, readCopied, readOutcome, writeContentKey } from './protocol.ts'
import type { RequestQueue } from './request-queue.ts'

export type KeyOperations = Pick<
  KeyProvider,
  | 'sign'
  | 'signDigests'
  | 'unwrap'
  | 'encrypt'
  | 'decrypt'
  | 'reencrypt'
  | 'generateDataKeys'
  | 'mac'
  | 'verifyMac'
>

/**
 * @param provider whose keys are used; others are refused.
 * @param located what is sent in place of a key, where that is something else.
 */
export function keyOperations(
  queue: RequestQueue,
  provider: ProviderName,
  located: (key: KeyHandle) => KeyHandle | Promise<KeyHandle> = (key) => key,
): KeyOperations {
  return {
    sign: async (key, messages) => {
      requireKeyOf(provider, key)
      requireState(key, 'sign')
      return askItems(queue, {
        type: frameTypes.sign,
        keys: [await located(key)],
        items: messages,
        octets: octetsOf,
        write: writeBytes,
        read: (fields) => signatureValue(readCopied(fields)),
      })
    },

    signDigests: async (key, digests) => {
      requireKeyOf(provider, key)
      requireState(key, 'sign')
      return askItems(queue, {
        type: frameTypes.signDigests,
        keys: [await located(key)],
        items: digests,
        octets: octetsOf,
        write: writeBytes,
        read: (fields) => signatureValue(readWhole(fields)),
      })
    },

    unwrap: async (key, items) => {
      requireKeyOf(provider, key)
      requireState(key, 'process')
      return askItems(queue, {
        type: frameTypes.unwrap,
        keys: [await located(key)],
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
      requireKeyOf(provider, key)
      requireState(key, 'protect')
      return askItems(queue, {
        type: frameTypes.encrypt,
        keys: [await located(key)],
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
      requireKeyOf(provider, key)
      requireState(key, 'process')
      return askItems(queue, {
        type: frameTypes.decrypt,
        keys: [await located(key)],
        items,
        octets: ciphertextOctets,
        write: writeCiphertext,
        read: readOutcome,
      })
    },

    reencrypt: async (from, to, items) => {
      requireKeyOf(provider, from)
      requireKeyOf(provider, to)
      requireState(from, 'process')
      requireState(to, 'protect')
      return askItems(queue, {
        type: frameTypes.reencrypt,
        keys: [await located(from), await located(to)],
        items,
        octets: ciphertextOctets,
        write: writeCiphertext,
        read: readOutcome,
      })
    },

    generateDataKeys: async (key, associatedData, withPlaintext) => {
      requireKeyOf(provider, key)
      requireState(key, 'protect')
      return askItems(queue, {
        type: withPlaintext ? frameTypes.generateDataKeys : frameTypes.generateSealedDataKeys,
        keys: [await located(key)],
        items: associatedData,
        octets: octetsOf,
        write: writeBytes,
        read: (fields) => dataKeyOf(readWhole(fields), withPlaintext),
      })
    },

    mac: async (key, messages) => {
      requireKeyOf(provider, key)
      requireState(key, 'protect')
      return askItems(queue, {
        type: frameTypes.mac,
        keys: [await located(key)],
        items: messages,
        octets: octetsOf,
        write: writeBytes,
        read: readWhole,
      })
    },

    verifyMac: async (key, items) => {
      requireKeyOf(provider, key)
      requireState(key, 'process')
      return askItems(queue, {
        type: frameTypes.verifyMac,
        keys: [await located(key)],
        items,
        octets: ({ message, mac }) => message.length + mac.length,
        write: (writer, { message, mac }) => {
          writer.bytes(message)
          writer.bytes(mac)
        },
        read: (fields) => readWhole(fields)[0] === 1,
      })
    },
  }
}

function ciphertextOctets({ ciphertext, associatedData }: Ciphertext): number {
  return ciphertext.length + associatedData.length
}

function writeCiphertext(writer: FrameWriter, { ciphertext, associatedData }: Ciphertext): void {
  writer.bytes(ciphertext)
  writer.bytes(associatedData)
}

function dataKeyOf(answer: Uint8Array, withPlaintext: boolean): DataKey {
  if (!withPlaintext) return { plaintext: undefined, ciphertext: answer }
  return {
    plaintext: secretCopy(answer.subarray(0, dataKeyOctets)),
    ciphertext: new Uint8Array(answer.subarray(dataKeyOctets)),
  }
}

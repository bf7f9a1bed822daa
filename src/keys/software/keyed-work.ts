// What a signer does with keys that are loaded: for each type of frame, how its items are read and what is done with them.

import { concatBytes } from '../../bytes.ts'
import { ServiceError } from '../../errors.ts'
import type { FieldReader } from '../../frames.ts'
import { unwrapContentKey } from '../content-keys.ts'
import { signDigests } from '../digest-signing.ts'
import { makeMacs, verifyMacs } from '../macs.ts'
import { type OpenedCipherKey, type OpenedKey, openedFor } from '../opened-key.ts'
import { decryptRecord, encryptRecord, makeDataKey, reencryptRecord } from '../records.ts'
import { frameTypes, readContentKey } from '../wire/protocol.ts'
import type { Work } from '../wire/serve-requests.ts'
import type { Random } from '../wrapping.ts'

/** Whether such work waits for the thread pool or takes turns with other work. */
export function isSlow(type: number): boolean {
  return type === frameTypes.unwrap || type === frameTypes.signDigests
}

/**
 * Reads the items of a request, whole, before anything is done with them. `sign` is not among them: it is the path
 * that has to be fast, and has a way of its own.
 *
 * @returns undefined for a type that uses no key.
 * @throws Error when the items are malformed.
 */
export function readWork(
  type: number,
  fields: FieldReader,
  count: number,
  random: Random,
): Work<OpenedKey> | undefined {
  const each = <T>(read: () => T): readonly T[] => Array.from({ length: count }, read)
  const bytes = () => fields.bytes()
  switch (type) {
    case frameTypes.signDigests: {
      const digests = each(bytes)
      return (key) => signDigests(openedFor(key, 'sign'), digests, random)
    }
    case frameTypes.unwrap: {
      const items = each(() => readContentKey(fields))
      return async (key) => {
        const opened = openedFor(key, 'open')
        const unwrapped = await Promise.all(items.map((item) => unwrapContentKey(opened, item)))
        return unwrapped.map((one) => (one instanceof ServiceError ? one : one.dangerouslyRevealBytes()))
      }
    }
    case frameTypes.encrypt: {
      const items = each(() => ({ plaintext: bytes(), associatedData: bytes() }))
      return (key) => {
        const opened = openedFor(key, 'encrypt')
        return items.map((item) => encryptRecord(opened, item, random))
      }
    }
    case frameTypes.decrypt: {
      const items = each(() => ({ ciphertext: bytes(), associatedData: bytes() }))
      return (key) => {
        const opened = openedFor(key, 'encrypt')
        return items.map((item) => decryptRecord(opened, item))
      }
    }
    case frameTypes.reencrypt: {
      const items = each(() => ({ ciphertext: bytes(), associatedData: bytes() }))
      return (key, newer) => {
        const [from, to] = [openedFor(key, 'encrypt'), openedFor(newer, 'encrypt')]
        return items.map((item) => reencryptRecord(from, to, item, random))
      }
    }
    case frameTypes.generateDataKeys:
    case frameTypes.generateSealedDataKeys: {
      const items = each(bytes)
      const withPlaintext = type === frameTypes.generateDataKeys
      return (key) => {
        const opened = openedFor(key, 'encrypt')
        return items.map((associatedData) => dataKey(opened, associatedData, withPlaintext, random))
      }
    }
    case frameTypes.mac: {
      const messages = each(bytes)
      return (key) => makeMacs(openedFor(key, 'mac'), messages)
    }
    case frameTypes.verifyMac: {
      const items = each(() => ({ message: bytes(), mac: bytes() }))
      return (key) => verifyMacs(openedFor(key, 'mac'), items).map((holds) => Uint8Array.of(holds ? 1 : 0))
    }
    default:
      return undefined
  }
}

function dataKey(
  key: OpenedCipherKey,
  associatedData: Uint8Array,
  withPlaintext: boolean,
  random: Random,
): Uint8Array {
  const { plaintext, ciphertext } = makeDataKey(key, associatedData, withPlaintext, random)
  if (plaintext === undefined) return ciphertext
  using secret = plaintext
  return concatBytes(secret.dangerouslyRevealBytes(), ciphertext)
}

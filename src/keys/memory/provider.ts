// The memory provider: the software provider's vault in the caller's own process. For tests; nothing keeps its keys apart.

import { keyAlgorithmNames } from '../../crypto/algorithms.ts'
import { ServiceError } from '../../errors.ts'
import { boundedMap } from '../bounded-map.ts'
import { unwrapContentKey } from '../content-keys.ts'
import { signDigests } from '../digest-signing.ts'
import type { KeyHandle, KeyIdentity, KeyOperation, KeyState } from '../handle.ts'
import { keyIdentifier } from '../key-identifier.ts'
import { makeMacs, verifyMacs } from '../macs.ts'
import { type OpenedFor, type OpenedKey, openedFor } from '../opened-key.ts'
import type { KeyProvider } from '../provider.ts'
import { decryptRecord, encryptRecord, makeDataKey, reencryptRecord } from '../records.ts'
import { requireState } from '../required.ts'
import { secretCopy } from '../secret-bytes.ts'
import { signMessages } from '../signing.ts'
import { openVault } from '../vault.ts'
import type { Random } from '../wrapping.ts'

const openKeysLimit = 1000

/**
 * @param rootKey 32 octets; copied, as are earlier ones.
 * @param random production passes `randomBytes` of node:crypto, tests may pass a fixed sequence. Private keys
 *   come from OpenSSL's own generator in either case.
 */
export function memoryProvider(
  rootKey: Uint8Array,
  random: Random,
  earlierRootKeys: readonly Uint8Array[] = [],
): KeyProvider {
  const earlier = earlierRootKeys.map((key) => secretCopy(key))
  const vault = openVault(secretCopy(rootKey), random, { earlier, integrityKey: undefined })
  const openKeys = boundedMap<string, OpenedKey>(openKeysLimit)
  let closed = false

  const requireOpen = (): void => {
    if (closed) throw new ServiceError('PROVIDER_UNAVAILABLE', 'the memory provider was closed')
  }

  const requireOwn = (identity: KeyIdentity): void => {
    requireOpen()
    if (identity.provider !== 'memory')
      throw new Error(`the memory provider was asked for a key of provider ${identity.provider}`)
  }

  const opened = <U extends OpenedKey['use']>(
    key: KeyHandle & { readonly state: KeyState },
    operation: KeyOperation,
    use: U,
  ): OpenedFor<U> => {
    requireOpen()
    requireState(key, operation)
    const identifier = keyIdentifier(key)
    let found = openKeys.get(identifier)
    if (found === undefined) {
      found = vault.open(key)
      openKeys.set(identifier, found)
    }
    return openedFor(found, use)
  }

  return {
    name: 'memory',
    certification: 'not certified; keys in the memory of the process, for tests only',
    algorithms: new Set(keyAlgorithmNames),

    rootKeyCheckValue: async () => {
      requireOpen()
      return vault.rootKeyCheckValue()
    },

    createUnitKey: async (unitId) => {
      requireOpen()
      return vault.createUnitKey(unitId)
    },

    rewrapUnitKey: async (unitKey) => {
      requireOpen()
      return vault.rewrapUnitKey(unitKey)
    },

    generate: async (identity, unitKey) => {
      requireOwn(identity)
      return vault.generate(identity, unitKey)
    },

    importWrappingKey: async () => {
      requireOpen()
      return vault.importWrappingKey()
    },

    importKey: async (identity, unitKey, material) => {
      requireOwn(identity)
      return vault.importKey(identity, unitKey, material)
    },

    exportKey: async (key, recipient) => {
      requireOpen()
      return vault.exportKey(key, recipient)
    },

    rewrapKey: async (key, target) => {
      requireOpen()
      return vault.rewrapKey(key, target)
    },

    sign: async (key, messages) => signMessages(opened(key, 'sign', 'sign'), messages),

    signDigests: async (key, digests) => signDigests(opened(key, 'sign', 'sign'), digests, random),

    unwrap: async (key, items) => {
      const own = opened(key, 'process', 'open')
      return Promise.all(items.map((item) => unwrapContentKey(own, item)))
    },

    encrypt: async (key, items) => {
      const own = opened(key, 'protect', 'encrypt')
      return items.map((item) => encryptRecord(own, item, random))
    },

    decrypt: async (key, items) => {
      const own = opened(key, 'process', 'encrypt')
      return items.map((item) => decryptRecord(own, item))
    },

    reencrypt: async (from, to, items) => {
      const [old, newer] = [opened(from, 'process', 'encrypt'), opened(to, 'protect', 'encrypt')]
      return items.map((item) => reencryptRecord(old, newer, item, random))
    },

    generateDataKeys: async (key, associatedData, withPlaintext) => {
      const own = opened(key, 'protect', 'encrypt')
      return associatedData.map((one) => makeDataKey(own, one, withPlaintext, random))
    },

    mac: async (key, messages) => makeMacs(opened(key, 'protect', 'mac'), messages),

    verifyMac: async (key, items) => verifyMacs(opened(key, 'process', 'mac'), items),

    rowMac: async (rows) => {
      requireOpen()
      return vault.rowMac(rows)
    },

    destroy: async (key) => openKeys.delete(keyIdentifier(key)),

    close: async () => {
      closed = true
      openKeys.clear()
      vault[Symbol.dispose]()
    },
  }
}

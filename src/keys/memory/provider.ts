// The memory provider: the software provider's vault in the caller's own process. For tests; nothing keeps its keys apart.

import { ServiceError } from '../../errors.ts'
import { boundedMap } from '../bounded-map.ts'
import { keyIdentifier } from '../key-identifier.ts'
import type { KeyProvider } from '../provider.ts'
import { secretBytes } from '../secret-bytes.ts'
import { type OpenedKey, signMessages } from '../signing.ts'
import { openVault } from '../vault.ts'
import type { Random } from '../wrapping.ts'

const openKeysLimit = 1000

/**
 * @param rootKey 32 octets; copied.
 * @param random production passes `randomBytes` of node:crypto, tests may pass a fixed sequence. Private keys
 *   come from OpenSSL's own generator in either case.
 */
export function memoryProvider(rootKey: Uint8Array, random: Random): KeyProvider {
  const vault = openVault(secretBytes(new Uint8Array(rootKey)), random)
  const openKeys = boundedMap<string, OpenedKey>(openKeysLimit)
  let closed = false
  const requireOpen = (): void => {
    if (closed) throw new ServiceError('PROVIDER_UNAVAILABLE', 'the memory provider was closed')
  }
  return {
    name: 'memory',
    certification: 'not certified; keys in the memory of the process, for tests only',

    rootKeyCheckValue: async () => {
      requireOpen()
      return vault.rootKeyCheckValue()
    },

    createUnitKey: async (unitId) => {
      requireOpen()
      return vault.createUnitKey(unitId)
    },

    generate: async (identity, unitKey) => {
      requireOpen()
      if (identity.provider !== 'memory') {
        throw new Error(`the memory provider was asked for a key of provider ${identity.provider}`)
      }
      return vault.generate(identity, unitKey)
    },

    sign: async (key, messages) => {
      requireOpen()
      const identifier = keyIdentifier(key)
      let opened = openKeys.get(identifier)
      if (opened === undefined) {
        opened = vault.open(key)
        openKeys.set(identifier, opened)
      }
      return signMessages(opened, messages)
    },

    close: async () => {
      closed = true
      openKeys.clear()
      vault[Symbol.dispose]()
    },
  }
}

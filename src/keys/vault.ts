// The vault: root key in hand, it makes keys, wraps them and opens them. The signer and the memory provider are doors to it.

import { ServiceError } from '../errors.ts'
import type { KeyHandle, KeyIdentity, WrappedUnitKey } from './handle.ts'
import type { GeneratedKey } from './provider.ts'
import { type SecretBytes, secretBytes } from './secret-bytes.ts'
import { checkPair, generatePrivateKey, type OpenedKey, openPrivateKey } from './signing.ts'
import {
  type Random,
  rootKeyCheckValue,
  unwrapPrivateKey,
  unwrapUnitKey,
  wrapPrivateKey,
  wrappingKeyOctets,
  wrapUnitKey,
} from './wrapping.ts'

export interface Vault extends Disposable {
  rootKeyCheckValue(): Uint8Array
  createUnitKey(unitId: string): WrappedUnitKey
  generate(identity: KeyIdentity, unitKey: WrappedUnitKey): Promise<GeneratedKey>
  /** @throws ServiceError `KEY_NOT_ACTIVE` when the wrapped key does not open under the given identity. */
  open(key: Pick<KeyHandle, 'identity' | 'unitKey' | 'wrapped'>): OpenedKey
}

/**
 * @param rootKey 32 octets; the vault takes ownership and zeroes them when it is disposed of.
 * @throws Error when the root key has another length.
 */
export function openVault(rootKey: SecretBytes, random: Random): Vault {
  if (rootKey.dangerouslyRevealBytes().length !== wrappingKeyOctets) {
    throw new Error(`the root key must have ${wrappingKeyOctets} octets`)
  }
  const unitKeyOf = (unitKey: WrappedUnitKey): SecretBytes => {
    const opened = unwrapUnitKey(rootKey, unitKey.unitId, unitKey.wrapped)
    if (opened === undefined) {
      throw new ServiceError(
        'KEY_NOT_ACTIVE',
        `the key of unit ${unitKey.unitId} does not open under this root key`,
      )
    }
    return opened
  }
  return {
    rootKeyCheckValue: () => rootKeyCheckValue(rootKey),

    createUnitKey: (unitId) => {
      using unitKey = secretBytes(random(wrappingKeyOctets))
      return { unitId, wrapped: wrapUnitKey(rootKey, unitId, unitKey, random) }
    },

    generate: async (identity, unitKey) => {
      using openedUnitKey = unitKeyOf(requireSameUnit(identity, unitKey))
      const { privateKey, publicKey } = await generatePrivateKey(identity.algorithm)
      using secret = privateKey
      await checkPair(openPrivateKey(identity.algorithm, secret), publicKey)
      return { wrapped: wrapPrivateKey(openedUnitKey, identity, secret, random), publicKey }
    },

    open: ({ identity, unitKey, wrapped }) => {
      using openedUnitKey = unitKeyOf(requireSameUnit(identity, unitKey))
      using privateKey = unwrapPrivateKey(openedUnitKey, identity, wrapped)
      if (privateKey === undefined) {
        throw new ServiceError(
          'KEY_NOT_ACTIVE',
          `key ${identity.keyId} version ${identity.version} does not open under the identity given`,
        )
      }
      return openPrivateKey(identity.algorithm, privateKey)
    },

    [Symbol.dispose]: () => rootKey[Symbol.dispose](),
  }
}

// Without this, the key of another unit would fit as soon as the private key had been wrapped under it by mistake.
function requireSameUnit(identity: KeyIdentity, unitKey: WrappedUnitKey): WrappedUnitKey {
  if (identity.unitId === unitKey.unitId) return unitKey
  throw new ServiceError(
    'KEY_NOT_ACTIVE',
    `key ${identity.keyId} belongs to unit ${identity.unitId}, the unit key to ${unitKey.unitId}`,
  )
}

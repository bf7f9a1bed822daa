// The vault: root key in hand, it makes keys, wraps them and opens them. The signer and the memory provider are doors to it.

import { ServiceError } from '../errors.ts'
import type { RootKeys } from './custody/root-keys.ts'
import type { KeyHandle, KeyIdentity, WrappedUnitKey } from './handle.ts'
import { importedMaterial } from './imported-key.ts'
import { type KeyMaterial, makeKeyMaterial } from './key-material.ts'
import { makeTransportKey, unwrapFromSender, wrapForRecipient } from './key-transport.ts'
import { type OpenedKey, openKey } from './opened-key.ts'
import type { GeneratedKey, ImportWrappingKey, WrappedImport } from './provider.ts'
import { decryptionFailed } from './records.ts'
import { requireFit } from './required.ts'
import { type SecretBytes, secretBytes, secretCopy } from './secret-bytes.ts'
import {
  type Random,
  rootKeyCheckValue,
  rowMacs,
  unwrapImportKey,
  unwrapPrivateKey,
  unwrapUnitKey,
  wrapImportKey,
  wrapPrivateKey,
  wrappingKeyOctets,
  wrapUnitKey,
} from './wrapping.ts'

/** As much of a handle as opens a key. */
export type WrappedKey = Pick<KeyHandle, 'identity' | 'unitKey' | 'wrapped'>

/** What each method does and throws: `KeyProvider`. */
export interface Vault extends Disposable {
  readonly random: Random
  rootKeyCheckValue(): Uint8Array
  createUnitKey(unitId: string): WrappedUnitKey
  rewrapUnitKey(unitKey: WrappedUnitKey): WrappedUnitKey
  generate(identity: KeyIdentity, unitKey: WrappedUnitKey): Promise<GeneratedKey>
  importWrappingKey(): Promise<ImportWrappingKey>
  importKey(identity: KeyIdentity, unitKey: WrappedUnitKey, material: WrappedImport): Promise<GeneratedKey>
  exportKey(key: WrappedKey, recipient: Uint8Array): Uint8Array
  rewrapKey(
    key: WrappedKey,
    target: { readonly identity: KeyIdentity; readonly unitKey: WrappedUnitKey },
  ): Uint8Array
  rowMac(rows: readonly Uint8Array[]): readonly Uint8Array[]
  /** Binds the identifier of an object in a token to the whole identity and the unit's key, as a key is bound. */
  sealReference(identity: KeyIdentity, unitKey: WrappedUnitKey, identifier: Uint8Array): Uint8Array
  /** @throws ServiceError `KEY_NOT_ACTIVE` when it was not sealed for this identity under this unit's key. */
  openReference(key: WrappedKey): Uint8Array
  /** @throws ServiceError `KEY_NOT_ACTIVE` when the wrapped key does not open under the given identity. */
  open(key: WrappedKey): OpenedKey
}

/**
 * @param rootKey 32 octets; wraps what is wrapped from now on. The vault takes ownership, here and of `others`, and
 *   zeroes them when it is disposed of.
 * @param others root keys of earlier generations, while a rotation is under way; the key of row MACs, which outlives
 *   rotations, derived from the root key when undefined.
 * @throws Error when the root key has another length.
 */
export function openVault(
  rootKey: SecretBytes,
  random: Random,
  others: Pick<RootKeys, 'earlier' | 'integrityKey'> = { earlier: [], integrityKey: undefined },
): Vault {
  if (rootKey.dangerouslyRevealBytes().length !== wrappingKeyOctets) {
    throw new Error(`the root key must have ${wrappingKeyOctets} octets`)
  }
  let importKeyInUse: Promise<ImportWrappingKey> | undefined

  const unitKeyOf = (unitKey: WrappedUnitKey): SecretBytes => {
    // More than one while a rotation of the root key is under way.
    for (const key of [rootKey, ...others.earlier]) {
      const opened = unwrapUnitKey(key, unitKey.unitId, unitKey.wrapped)
      if (opened !== undefined) return opened
    }
    throw new ServiceError(
      'KEY_NOT_ACTIVE',
      `the key of unit ${unitKey.unitId} does not open under this root key`,
    )
  }

  const wrapNew = async (
    identity: KeyIdentity,
    unitKey: WrappedUnitKey,
    make: () => Promise<KeyMaterial>,
  ): Promise<GeneratedKey> => {
    requireFit(identity)
    using openedUnitKey = unitKeyOf(requireSameUnit(identity, unitKey))
    const { secret: made, publicKey } = await make()
    using secret = made
    return { wrapped: wrapPrivateKey(openedUnitKey, identity, secret, random), publicKey }
  }

  const unwrap = ({ identity, unitKey, wrapped }: WrappedKey): SecretBytes => {
    using openedUnitKey = unitKeyOf(requireSameUnit(identity, unitKey))
    const secret = unwrapPrivateKey(openedUnitKey, identity, wrapped)
    if (secret !== undefined) return secret
    throw new ServiceError(
      'KEY_NOT_ACTIVE',
      `key ${identity.keyId} version ${identity.version} does not open under the identity given`,
    )
  }

  const importKeyOf = (token: Uint8Array): SecretBytes | undefined => {
    for (const key of [rootKey, ...others.earlier]) {
      const opened = unwrapImportKey(key, token)
      if (opened !== undefined) return opened
    }
    return undefined
  }

  const makeImportKey = async (): Promise<ImportWrappingKey> => {
    const { publicKey, privateKey } = await makeTransportKey()
    using secret = privateKey
    return { publicKey, token: wrapImportKey(rootKey, secret, random) }
  }

  return {
    random,
    rootKeyCheckValue: () => rootKeyCheckValue(rootKey),

    createUnitKey: (unitId) => {
      using unitKey = secretBytes(random(wrappingKeyOctets))
      return { unitId, wrapped: wrapUnitKey(rootKey, unitId, unitKey, random) }
    },

    rewrapUnitKey: (wrappedUnitKey) => {
      using unitKey = unitKeyOf(wrappedUnitKey)
      const { unitId } = wrappedUnitKey
      return { unitId, wrapped: wrapUnitKey(rootKey, unitId, unitKey, random) }
    },

    generate: (identity, unitKey) =>
      wrapNew(identity, unitKey, () => makeKeyMaterial(identity.algorithm, random)),

    importWrappingKey: () => {
      importKeyInUse ??= makeImportKey()
      return importKeyInUse
    },

    importKey: (identity, unitKey, { token, material }) =>
      wrapNew(identity, unitKey, async () => {
        using transportKey = importKeyOf(token)
        if (transportKey === undefined) throw decryptionFailed()
        using secret = unwrapFromSender(transportKey, material)
        return await importedMaterial(identity.algorithm, secret)
      }),

    exportKey: (key, recipient) => {
      if (!key.identity.attributes.includes('exportable'))
        throw new ServiceError('NOT_PERMITTED', 'the key was not made to be exported (attribute exportable)')
      using secret = unwrap(key)
      return wrapForRecipient(secret, recipient, random)
    },

    rewrapKey: (key, target) => {
      requireSameKind(key.identity, target.identity)
      using secret = unwrap(key)
      using openedUnitKey = unitKeyOf(requireSameUnit(target.identity, target.unitKey))
      return wrapPrivateKey(openedUnitKey, target.identity, secret, random)
    },

    rowMac: (rows) => rowMacs(others.integrityKey ?? rootKey, rows),

    sealReference: (identity, unitKey, identifier) => {
      requireReference(identity)
      using openedUnitKey = unitKeyOf(requireSameUnit(identity, unitKey))
      using whole = secretCopy(identifier)
      return wrapPrivateKey(openedUnitKey, identity, whole, random)
    },

    openReference: (key) => {
      requireReference(key.identity)
      return unwrap(key).dangerouslyRevealBytes()
    },

    open: (key) => {
      using secret = unwrap(key)
      return openKey(key.identity, secret)
    },

    [Symbol.dispose]: () => {
      for (const key of [rootKey, others.integrityKey, ...others.earlier]) key?.[Symbol.dispose]()
    },
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

/** What is wrapped for another provider is a key, and never given out. */
function requireReference({ provider, keyId }: KeyIdentity): void {
  if (provider !== 'pkcs11') throw new ServiceError('KEY_NOT_ACTIVE', `key ${keyId} does not live in a token`)
}

/** Whoever moves a key to another unit must not be able to make another key of it. */
function requireSameKind(from: KeyIdentity, to: KeyIdentity): void {
  const same =
    from.purpose === to.purpose &&
    from.algorithm === to.algorithm &&
    from.provider === to.provider &&
    from.attributes.length === to.attributes.length &&
    from.attributes.every((attribute) => to.attributes.includes(attribute))
  if (!same) throw new ServiceError('PURPOSE_MISMATCH', 'a key stays what it was made for, wherever it goes')
}

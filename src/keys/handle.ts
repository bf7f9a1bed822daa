// Handles of keys: what the house may know of a private key without ever holding it. NIST SP 800-57 Part 1 Rev. 5.

import {
  type CipherAlgorithm,
  isCipherAlgorithm,
  isMacAlgorithm,
  isOpeningAlgorithm,
  isSignatureAlgorithm,
  type KeyAlgorithm,
  type MacAlgorithm,
  type OpeningAlgorithm,
  type SignatureAlgorithm,
  signatureAlgorithmFacts,
} from '../crypto/algorithms.ts'

/** One purpose per key (SP 800-57 §5.2). `log` keys sign checkpoints and nothing else. */
export const purposes = [
  'sign-document',
  'sign-raw',
  'open',
  'encrypt',
  'mac',
  'certify',
  'timestamp',
  'log',
] as const
export type Purpose = (typeof purposes)[number]
export type SigningPurpose = Exclude<Purpose, 'open' | 'encrypt' | 'mac'>

/** Purposes that keys of units have. Keys that certify, stamp or seal the log are made with what they serve. */
export const unitPurposes: ReadonlySet<Purpose> = new Set([
  'sign-document',
  'sign-raw',
  'open',
  'encrypt',
  'mac',
])

/** Which family of algorithms a purpose takes. */
export const purposeAlgorithms: Readonly<Record<Purpose, (algorithm: KeyAlgorithm) => boolean>> = {
  'sign-document': isSignatureAlgorithm,
  'sign-raw': isSignatureAlgorithm,
  open: isOpeningAlgorithm,
  encrypt: isCipherAlgorithm,
  mac: isMacAlgorithm,
  certify: isSignatureAlgorithm,
  timestamp: isSignatureAlgorithm,
  log: isSignatureAlgorithm,
}

type AlgorithmOf<P extends Purpose> = P extends 'open'
  ? OpeningAlgorithm
  : P extends 'encrypt'
    ? CipherAlgorithm
    : P extends 'mac'
      ? MacAlgorithm
      : SignatureAlgorithm

/** What a key may do beyond its purpose, chosen when it is made and never afterwards. */
export const keyAttributes = ['exportable', 'sign-digest', 'approval-required'] as const
export type KeyAttribute = (typeof keyAttributes)[number]

export const providerNames = ['memory', 'software', 'pkcs11'] as const
export type ProviderName = (typeof providerNames)[number]

/** NIST SP 800-57 Part 1 Rev. 5, section 7. */
export const keyStates = [
  'pre_activation',
  'active',
  'suspended',
  'deactivated',
  'compromised',
  'destroyed',
] as const
export type KeyState = (typeof keyStates)[number]

/**
 * `sign` and `protect` (encrypt, make a MAC) make new things; `verify` needs the public key alone; `process` (open,
 * decrypt, verify a MAC) reads what was made before.
 */
export const keyOperations = ['sign', 'verify', 'protect', 'process'] as const
export type KeyOperation = (typeof keyOperations)[number]

/** What each state allows (SP 800-57 Part 1 Rev. 5 §7.1 to §7.6). Everything that uses a key asks this table. */
export const stateOperations = {
  pre_activation: [],
  active: ['sign', 'verify', 'protect', 'process'],
  suspended: ['verify'],
  deactivated: ['verify', 'process'],
  compromised: ['verify', 'process'],
  destroyed: ['verify'],
} as const satisfies Record<KeyState, readonly KeyOperation[]>

/** The states that allow `O`, read from the table. */
export type StateFor<O extends KeyOperation> = {
  [S in KeyState]: O extends (typeof stateOperations)[S][number] ? S : never
}[KeyState]

export function stateAllows<O extends KeyOperation>(state: KeyState, operation: O): state is StateFor<O> {
  const allowed: readonly KeyOperation[] = stateOperations[state]
  return allowed.includes(operation)
}

/** For queries, which cannot ask for each row. */
export function statesAllowing<O extends KeyOperation>(operation: O): readonly StateFor<O>[] {
  return keyStates.filter((state) => stateAllows(state, operation))
}

/** The whole identity of a key version. It is bound to the wrapped key as associated data, so that no row opens in another's place. */
export interface KeyIdentity<P extends Purpose = Purpose> {
  readonly unitId: string
  readonly keyId: string
  readonly version: number
  readonly purpose: P
  readonly algorithm: AlgorithmOf<P>
  readonly provider: ProviderName
  readonly attributes: readonly KeyAttribute[]
}

/** The unit's key-encryption key, wrapped under the root key with the unit as associated data. */
export interface WrappedUnitKey {
  readonly unitId: string
  readonly wrapped: Uint8Array
}

export interface KeyHandle<P extends Purpose = Purpose> {
  readonly identity: KeyIdentity<P>
  readonly unitKey: WrappedUnitKey
  /** The private or secret key wrapped under the unit's key (software), or the object identifier (PKCS#11). */
  readonly wrapped: Uint8Array
  /** DER of SubjectPublicKeyInfo; of a secret key its check value, 32 octets. */
  readonly publicKey: Uint8Array
  /** What its officers allow of what its state does; providers never look at it. */
  readonly limits?: KeyLimits
}

export interface KeyLimits {
  /** End of the originator-usage period (SP 800-57 Part 1 §5.3.4): from then on it neither signs nor encrypts; null: no end. */
  readonly usageEndsAt: Date | null
  /** Operations in each window of so many seconds; null: any number. */
  readonly usage: { readonly maxOperations: number; readonly perSeconds: number } | null
}

/** Only the active version of a key signs, and only this type reaches `KeyProvider.sign`. */
export interface SigningKey<P extends SigningPurpose = SigningPurpose> extends KeyHandle<P> {
  readonly state: StateFor<'sign'>
}

/** Recovers content-encryption keys of what was sealed to it. */
export interface OpeningKey extends KeyHandle<'open'> {
  readonly state: StateFor<'process'>
}

/** Decrypts in every state that processes; encrypts as `CipherKey<StateFor<'protect'>>` only. */
export interface CipherKey<S extends StateFor<'process'> = StateFor<'process'>> extends KeyHandle<'encrypt'> {
  readonly state: S
}

/** Verifies in every state that processes; makes MACs as `MacKey<StateFor<'protect'>>` only. */
export interface MacKey<S extends StateFor<'process'> = StateFor<'process'>> extends KeyHandle<'mac'> {
  readonly state: S
}

export function isSigningIdentity(identity: KeyIdentity): identity is KeyIdentity<SigningPurpose> {
  return isSignatureAlgorithm(identity.algorithm) && keyMisfit(identity) === undefined
}

export function isIdentityFor<P extends Purpose>(
  identity: KeyIdentity,
  purpose: P,
): identity is KeyIdentity<P> {
  return identity.purpose === purpose && keyMisfit(identity) === undefined
}

/** @returns what does not go together in words, or undefined when a key can be like that. */
export function keyMisfit({
  purpose,
  algorithm,
  attributes,
}: Pick<KeyIdentity, 'purpose' | 'algorithm' | 'attributes'>): string | undefined {
  if (!purposeAlgorithms[purpose](algorithm)) return `a key of ${algorithm} cannot be for ${purpose}`
  if (attributes.includes('approval-required') && purpose !== 'sign-document')
    return `a key for ${purpose} signs no documents that somebody could approve`
  if (!attributes.includes('sign-digest')) return undefined
  // Of documents and certificates the service builds every octet; a digest from outside could be of anything.
  if (purpose !== 'sign-raw') return `a key for ${purpose} cannot sign digests`
  const signsDigests =
    isSignatureAlgorithm(algorithm) && signatureAlgorithmFacts(algorithm).hash !== undefined
  return signsDigests ? undefined : `${algorithm} signs messages, never digests`
}

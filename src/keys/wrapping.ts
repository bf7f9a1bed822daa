// Wrapping of keys: AES-256-GCM (NIST SP 800-38D) with the whole identity as associated data, so that no row opens in another's place.

import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import { concatBytes, utf8 } from '../bytes.ts'
import type { KeyIdentity } from './handle.ts'
import { type SecretBytes, secretBytes } from './secret-bytes.ts'

/** @returns that many octets nobody can guess. Production passes `randomBytes` of node:crypto. */
export type Random = (octets: number) => Uint8Array

/** A root key and a unit key: AES-256. */
export const wrappingKeyOctets = 32

const formatVersion = 1
const nonceOctets = 12
const tagOctets = 16
/** Format version, nonce, tag: what wrapping adds to a key. */
const overheadOctets = 1 + nonceOctets + tagOctets

/** Wraps a new unit key under the root key. @returns format version ‖ nonce ‖ ciphertext ‖ tag. */
export function wrapUnitKey(
  rootKey: SecretBytes,
  unitId: string,
  unitKey: SecretBytes,
  random: Random,
): Uint8Array {
  using key = unitWrappingKey(rootKey)
  return seal(key, unitKey, unitAssociatedData(unitId), random)
}

/** @returns undefined when `wrapped` was not made for this unit under this root key, or was changed. */
export function unwrapUnitKey(
  rootKey: SecretBytes,
  unitId: string,
  wrapped: Uint8Array,
): SecretBytes | undefined {
  using key = unitWrappingKey(rootKey)
  return open(key, wrapped, unitAssociatedData(unitId))
}

/** Wraps a private key (DER of PKCS#8 PrivateKeyInfo, RFC 5208) or a secret key under its unit's key. */
export function wrapPrivateKey(
  unitKey: SecretBytes,
  identity: KeyIdentity,
  privateKey: SecretBytes,
  random: Random,
): Uint8Array {
  return seal(unitKey, privateKey, identityAssociatedData(identity), random)
}

/** @returns DER of PKCS#8 or a secret key, or undefined when `wrapped` was not made for exactly this identity, or was changed. */
export function unwrapPrivateKey(
  unitKey: SecretBytes,
  identity: KeyIdentity,
  wrapped: Uint8Array,
): SecretBytes | undefined {
  return open(unitKey, wrapped, identityAssociatedData(identity))
}

/** Wraps a root key, or what is kept like one, under the custody key, bound to its `name`. */
export function wrapUnderCustodyKey(
  custodyKey: SecretBytes,
  name: readonly string[],
  key: SecretBytes,
  random: Random,
): Uint8Array {
  using wrappingKey = derive(custodyKey, 'chancery root key wrapping v1')
  return seal(wrappingKey, key, lengthPrefixed(['chancery custody', String(formatVersion), ...name]), random)
}

/** @returns undefined when `wrapped` was not made for this name under this key, or was changed. */
export function unwrapUnderCustodyKey(
  custodyKey: SecretBytes,
  name: readonly string[],
  wrapped: Uint8Array,
): SecretBytes | undefined {
  using wrappingKey = derive(custodyKey, 'chancery root key wrapping v1')
  return open(wrappingKey, wrapped, lengthPrefixed(['chancery custody', String(formatVersion), ...name]))
}

/** HMAC-SHA-256 of a fixed text under a key derived from the root key: tells root keys apart, reveals none. */
export function rootKeyCheckValue(rootKey: SecretBytes): Uint8Array {
  using key = derive(rootKey, 'chancery root key check value v1')
  return createHmac('sha256', key.dangerouslyRevealBytes()).update('chancery root key').digest()
}

/** HMAC-SHA-256 of rows of the database under a key derived from the root key. */
export function rowMacs(rootKey: SecretBytes, rows: readonly Uint8Array[]): readonly Uint8Array[] {
  using key = derive(rootKey, 'chancery row mac v1')
  return rows.map((row) => createHmac('sha256', key.dangerouslyRevealBytes()).update(row).digest())
}

/** Wraps the private half of a key that keys to be imported are wrapped under (DER of PKCS#8). */
export function wrapImportKey(rootKey: SecretBytes, privateKey: SecretBytes, random: Random): Uint8Array {
  using key = derive(rootKey, 'chancery import key wrapping v1')
  return seal(key, privateKey, importAssociatedData, random)
}

/** @returns undefined when `wrapped` was not made under this root key, or was changed. */
export function unwrapImportKey(rootKey: SecretBytes, wrapped: Uint8Array): SecretBytes | undefined {
  using key = derive(rootKey, 'chancery import key wrapping v1')
  return open(key, wrapped, importAssociatedData)
}

/**
 * Each field with its length in front: no two identities have one encoding, whatever the fields contain. A text
 * joined by a separator would let a unit named `a/b` speak for the key `b` of unit `a`.
 */
export function identityAssociatedData(identity: KeyIdentity): Uint8Array {
  return lengthPrefixed([
    'chancery private key',
    String(formatVersion),
    identity.unitId,
    identity.keyId,
    String(identity.version),
    identity.purpose,
    identity.algorithm,
    identity.provider,
    // None where there are none: keys that were made before there were attributes open as they did.
    ...[...identity.attributes].sort(),
  ])
}

const importAssociatedData = lengthPrefixed(['chancery import key', String(formatVersion)])

function unitAssociatedData(unitId: string): Uint8Array {
  return lengthPrefixed(['chancery unit key', String(formatVersion), unitId])
}

function lengthPrefixed(fields: readonly string[]): Uint8Array {
  return concatBytes(
    ...fields.flatMap((field) => {
      const bytes = utf8(field)
      const length = new Uint8Array(4)
      new DataView(length.buffer).setUint32(0, bytes.length)
      return [length, bytes]
    }),
  )
}

function unitWrappingKey(rootKey: SecretBytes): SecretBytes {
  return derive(rootKey, 'chancery unit key wrapping v1')
}

/** HKDF-SHA-256 (RFC 5869) without salt: the root key is uniform already, `info` keeps its uses apart. */
function derive(rootKey: SecretBytes, info: string): SecretBytes {
  const key = hkdfSync('sha256', rootKey.dangerouslyRevealBytes(), new Uint8Array(0), info, wrappingKeyOctets)
  return secretBytes(new Uint8Array(key))
}

// A random nonce of 96 bits is safe for 2^32 messages a key (SP 800-38D §8.3); a unit has far fewer key versions.
function seal(
  key: SecretBytes,
  plaintext: SecretBytes,
  associatedData: Uint8Array,
  random: Random,
): Uint8Array {
  const nonce = random(nonceOctets)
  const cipher = createCipheriv('aes-256-gcm', key.dangerouslyRevealBytes(), nonce, {
    authTagLength: tagOctets,
  })
  cipher.setAAD(associatedData)
  const ciphertext = cipher.update(plaintext.dangerouslyRevealBytes())
  cipher.final()
  return concatBytes(Uint8Array.of(formatVersion), nonce, ciphertext, cipher.getAuthTag())
}

function open(key: SecretBytes, wrapped: Uint8Array, associatedData: Uint8Array): SecretBytes | undefined {
  if (wrapped.length <= overheadOctets || wrapped[0] !== formatVersion) return undefined
  const nonce = wrapped.subarray(1, 1 + nonceOctets)
  const tagAt = wrapped.length - tagOctets
  const decipher = createDecipheriv('aes-256-gcm', key.dangerouslyRevealBytes(), nonce, {
    authTagLength: tagOctets,
  })
  decipher.setAAD(associatedData)
  decipher.setAuthTag(wrapped.subarray(tagAt))
  const plaintext = secretBytes(decipher.update(wrapped.subarray(1 + nonceOctets, tagAt)))
  try {
    decipher.final()
    return plaintext
  } catch {
    plaintext[Symbol.dispose]()
    return undefined
  }
}

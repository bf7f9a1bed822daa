// The one table of what each algorithm implies. Two others name all of them and are held to it: schema.graphql by
// test/schema.test.ts, and the dates of policy/algorithm-policy.ts by their type.
// RFC 5758 (ECDSA), RFC 8410 (Ed25519, Ed448, X25519), RFC 4055 (RSA-PSS), RFC 8017 (RSA), RFC 9881 (ML-DSA), RFC 9935
// (ML-KEM).

import { fromHex } from '../bytes.ts'

export const hashAlgorithms = {
  /** To say whether an old signature is over these octets. `hashByOid` does not know it, and no policy accepts it. */
  md5: { oid: '1.2.840.113549.2.5', octets: 16, node: 'md5', web: undefined },
  'sha-1': { oid: '1.3.14.3.2.26', octets: 20, node: 'sha1', web: 'SHA-1' },
  'sha-224': { oid: '2.16.840.1.101.3.4.2.4', octets: 28, node: 'sha224', web: undefined },
  'sha-256': { oid: '2.16.840.1.101.3.4.2.1', octets: 32, node: 'sha256', web: 'SHA-256' },
  'sha-384': { oid: '2.16.840.1.101.3.4.2.2', octets: 48, node: 'sha384', web: 'SHA-384' },
  'sha-512': { oid: '2.16.840.1.101.3.4.2.3', octets: 64, node: 'sha512', web: 'SHA-512' },
  'sha3-256': { oid: '2.16.840.1.101.3.4.2.8', octets: 32, node: 'sha3-256', web: undefined },
  'sha3-384': { oid: '2.16.840.1.101.3.4.2.9', octets: 48, node: 'sha3-384', web: undefined },
  'sha3-512': { oid: '2.16.840.1.101.3.4.2.10', octets: 64, node: 'sha3-512', web: undefined },
  /** id-shake256, whose output has 512 bits in CMS: the digest of Ed448 (RFC 8702 §3.1, RFC 8419 §3.1). */
  'shake256-512': { oid: '2.16.840.1.101.3.4.2.12', octets: 64, node: 'shake256', web: undefined },
} as const
export type HashAlgorithm = keyof typeof hashAlgorithms

export function isHashAlgorithm(name: string): name is HashAlgorithm {
  return Object.hasOwn(hashAlgorithms, name)
}

/** Those that something may rest on, at one time or another. */
export type ReliableHash = Exclude<HashAlgorithm, 'md5'>

/** Key types as node:crypto calls them; `secret` is a symmetric key. */
export type KeyType =
  | 'ed25519'
  | 'ed448'
  | 'x25519'
  | 'ec'
  | 'rsa'
  | 'ml-dsa-44'
  | 'ml-dsa-65'
  | 'ml-dsa-87'
  | 'ml-kem-512'
  | 'ml-kem-768'
  | 'ml-kem-1024'
  | 'secret'
export type Curve = 'P-256' | 'P-384' | 'P-521'

/** What every key algorithm implies for making and keeping its keys. */
export interface KeyAlgorithmFacts {
  readonly keyType: KeyType
  readonly curve?: Curve
  readonly modulusBits?: number
  /** Length of a secret key. */
  readonly keyOctets?: number
}

export interface SignatureAlgorithmFacts extends KeyAlgorithmFacts {
  readonly keyType: Exclude<KeyType, 'x25519' | 'ml-kem-512' | 'ml-kem-768' | 'ml-kem-1024' | 'secret'>
  /** What the algorithm hashes the message with; absent where it hashes inside (RFC 8032, FIPS 204). */
  readonly hash?: HashAlgorithm
  /** CMS digestAlgorithm that goes with it (RFC 8419 §3.1 for EdDSA, RFC 9882 §3.3 for ML-DSA). */
  readonly digest: HashAlgorithm
  /** DER of the AlgorithmIdentifier of a signature, the same in X.509 and CMS. */
  readonly algorithmIdentifier: Uint8Array
  readonly rsaPadding?: 'pss' | 'pkcs1'
  /** Salt of RSASSA-PSS: as long as the hash (RFC 4055 §3.1). */
  readonly saltOctets?: number
  /** Largest encoded signature value in octets. */
  readonly maxSignatureOctets: number
}

function der(hex: string): Uint8Array {
  const bytes = fromHex(hex)
  if (bytes === undefined) throw new Error('algorithm table holds malformed hexadecimal')
  return bytes
}

function ecdsa(curve: Curve, hash: HashAlgorithm, identifier: string, maxSignatureOctets: number) {
  return {
    keyType: 'ec',
    curve,
    hash,
    digest: hash,
    algorithmIdentifier: der(identifier),
    maxSignatureOctets,
  } as const
}

const pssSha256 = der(
  '304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120',
)
const pssSha512 = der(
  '304106092a864886f70d01010a3034a00f300d06096086480165030402030500a11c301a06092a864886f70d010108300d06096086480165030402030500a203020140',
)
const pkcs1Sha256 = der('300d06092a864886f70d01010b0500')
const pkcs1Sha512 = der('300d06092a864886f70d01010d0500')

/** SHA-256 below 4096 bits of modulus, SHA-512 there. */
function rsa(rsaPadding: 'pss' | 'pkcs1', modulusBits: 2048 | 3072 | 4096) {
  const large = modulusBits === 4096
  const hash = large ? 'sha-512' : 'sha-256'
  const pss = large ? pssSha512 : pssSha256
  const pkcs1 = large ? pkcs1Sha512 : pkcs1Sha256
  return {
    keyType: 'rsa',
    rsaPadding,
    modulusBits,
    hash,
    digest: hash,
    algorithmIdentifier: rsaPadding === 'pss' ? pss : pkcs1,
    maxSignatureOctets: modulusBits / 8,
    ...(rsaPadding === 'pss' ? { saltOctets: hashAlgorithms[hash].octets } : {}),
  } as const
}

function mlDsa<T extends 'ml-dsa-44' | 'ml-dsa-65' | 'ml-dsa-87'>(
  keyType: T,
  identifier: string,
  maxSignatureOctets: number,
) {
  return { keyType, digest: 'sha-512', algorithmIdentifier: der(identifier), maxSignatureOctets } as const
}

/**
 * Algorithms of keys that sign. ECDSA values are DER Ecdsa-Sig-Value (RFC 3279 §2.2.3) everywhere outside a
 * provider.
 */
export const signatureAlgorithms = {
  ed25519: {
    keyType: 'ed25519',
    digest: 'sha-512',
    algorithmIdentifier: der('300506032b6570'),
    maxSignatureOctets: 64,
  },
  ed448: {
    keyType: 'ed448',
    digest: 'shake256-512',
    algorithmIdentifier: der('300506032b6571'),
    maxSignatureOctets: 114,
  },
  'ecdsa-p256': ecdsa('P-256', 'sha-256', '300a06082a8648ce3d040302', 72),
  'ecdsa-p384': ecdsa('P-384', 'sha-384', '300a06082a8648ce3d040303', 104),
  'ecdsa-p521': ecdsa('P-521', 'sha-512', '300a06082a8648ce3d040304', 139),
  'rsa-pss-2048': rsa('pss', 2048),
  'rsa-pss-3072': rsa('pss', 3072),
  'rsa-pss-4096': rsa('pss', 4096),
  'rsa-pkcs1-2048': rsa('pkcs1', 2048),
  'rsa-pkcs1-3072': rsa('pkcs1', 3072),
  'rsa-pkcs1-4096': rsa('pkcs1', 4096),
  'ml-dsa-44': mlDsa('ml-dsa-44', '300b0609608648016503040311', 2420),
  'ml-dsa-65': mlDsa('ml-dsa-65', '300b0609608648016503040312', 3309),
  'ml-dsa-87': mlDsa('ml-dsa-87', '300b0609608648016503040313', 4627),
} as const satisfies Record<string, SignatureAlgorithmFacts>

/** Algorithms of keys that recover content-encryption keys: key agreement, key transport, key encapsulation. */
export const openingAlgorithms = {
  x25519: { keyType: 'x25519' },
  'ecdh-p256': { keyType: 'ec', curve: 'P-256' },
  'ecdh-p384': { keyType: 'ec', curve: 'P-384' },
  'rsa-oaep-2048': { keyType: 'rsa', modulusBits: 2048 },
  'rsa-oaep-3072': { keyType: 'rsa', modulusBits: 3072 },
  'rsa-oaep-4096': { keyType: 'rsa', modulusBits: 4096 },
  'ml-kem-512': { keyType: 'ml-kem-512' },
  'ml-kem-768': { keyType: 'ml-kem-768' },
  'ml-kem-1024': { keyType: 'ml-kem-1024' },
} as const satisfies Record<string, KeyAlgorithmFacts>

/** Algorithms of keys that encrypt data (SP 800-38D, RFC 8439). */
const cipherAlgorithms = {
  'aes-256-gcm': { keyType: 'secret', keyOctets: 32 },
  'chacha20-poly1305': { keyType: 'secret', keyOctets: 32 },
} as const satisfies Record<string, KeyAlgorithmFacts>

/** Algorithms of keys that authenticate data (FIPS 198-1); keys as long as the hash (RFC 2104 §3). */
export const macAlgorithms = {
  'hmac-sha256': { keyType: 'secret', keyOctets: 32, hash: 'sha-256' },
  'hmac-sha384': { keyType: 'secret', keyOctets: 48, hash: 'sha-384' },
  'hmac-sha512': { keyType: 'secret', keyOctets: 64, hash: 'sha-512' },
} as const satisfies Record<string, KeyAlgorithmFacts & { readonly hash: HashAlgorithm }>

export type SignatureAlgorithm = keyof typeof signatureAlgorithms
export type OpeningAlgorithm = keyof typeof openingAlgorithms
export type CipherAlgorithm = keyof typeof cipherAlgorithms
export type MacAlgorithm = keyof typeof macAlgorithms
export type KeyAlgorithm = SignatureAlgorithm | OpeningAlgorithm | CipherAlgorithm | MacAlgorithm

export const signatureAlgorithmNames = Object.keys(signatureAlgorithms) as readonly SignatureAlgorithm[]
export const openingAlgorithmNames = Object.keys(openingAlgorithms) as readonly OpeningAlgorithm[]
export const cipherAlgorithmNames = Object.keys(cipherAlgorithms) as readonly CipherAlgorithm[]
export const macAlgorithmNames = Object.keys(macAlgorithms) as readonly MacAlgorithm[]
export const keyAlgorithmNames: readonly KeyAlgorithm[] = [
  ...signatureAlgorithmNames,
  ...openingAlgorithmNames,
  ...cipherAlgorithmNames,
  ...macAlgorithmNames,
]

export function signatureAlgorithmFacts(algorithm: SignatureAlgorithm): SignatureAlgorithmFacts {
  return signatureAlgorithms[algorithm]
}

export function keyAlgorithmFacts(algorithm: KeyAlgorithm): KeyAlgorithmFacts {
  if (isSignatureAlgorithm(algorithm)) return signatureAlgorithms[algorithm]
  if (isOpeningAlgorithm(algorithm)) return openingAlgorithms[algorithm]
  return isCipherAlgorithm(algorithm) ? cipherAlgorithms[algorithm] : macAlgorithms[algorithm]
}

export function isSignatureAlgorithm(name: string): name is SignatureAlgorithm {
  return Object.hasOwn(signatureAlgorithms, name)
}

export function isOpeningAlgorithm(name: string): name is OpeningAlgorithm {
  return Object.hasOwn(openingAlgorithms, name)
}

export function isCipherAlgorithm(name: string): name is CipherAlgorithm {
  return Object.hasOwn(cipherAlgorithms, name)
}

export function isMacAlgorithm(name: string): name is MacAlgorithm {
  return Object.hasOwn(macAlgorithms, name)
}

export function isKeyAlgorithm(name: string): name is KeyAlgorithm {
  return (
    isSignatureAlgorithm(name) || isOpeningAlgorithm(name) || isCipherAlgorithm(name) || isMacAlgorithm(name)
  )
}

/**
 * How a signature made by anybody is to be checked: what an AlgorithmIdentifier in somebody's structure
 * says, once parsed. Wider than what our own keys may do.
 */
export type VerificationScheme =
  | { readonly kind: 'ed25519' }
  | { readonly kind: 'ed448' }
  | { readonly kind: 'ml-dsa-44' | 'ml-dsa-65' | 'ml-dsa-87' }
  | { readonly kind: 'dsa'; readonly hash: HashAlgorithm }
  | { readonly kind: 'ecdsa'; readonly hash: HashAlgorithm }
  | { readonly kind: 'rsa-pkcs1'; readonly hash: HashAlgorithm }
  | {
      readonly kind: 'rsa-pss'
      readonly hash: HashAlgorithm
      readonly mgf1Hash: HashAlgorithm
      readonly saltOctets: number
    }

/** Signature algorithm identifiers of strangers whose parameters are absent or NULL. */
export const verificationSchemesByOid: Readonly<Record<string, VerificationScheme>> = {
  '1.3.101.112': { kind: 'ed25519' },
  '1.3.101.113': { kind: 'ed448' },
  '2.16.840.1.101.3.4.3.17': { kind: 'ml-dsa-44' },
  '2.16.840.1.101.3.4.3.18': { kind: 'ml-dsa-65' },
  '2.16.840.1.101.3.4.3.19': { kind: 'ml-dsa-87' },
  '1.2.840.10045.4.1': { kind: 'ecdsa', hash: 'sha-1' },
  '1.2.840.10045.4.3.1': { kind: 'ecdsa', hash: 'sha-224' },
  '1.2.840.10045.4.3.2': { kind: 'ecdsa', hash: 'sha-256' },
  '1.2.840.10045.4.3.3': { kind: 'ecdsa', hash: 'sha-384' },
  '1.2.840.10045.4.3.4': { kind: 'ecdsa', hash: 'sha-512' },
  '2.16.840.1.101.3.4.3.10': { kind: 'ecdsa', hash: 'sha3-256' },
  '2.16.840.1.101.3.4.3.11': { kind: 'ecdsa', hash: 'sha3-384' },
  '2.16.840.1.101.3.4.3.12': { kind: 'ecdsa', hash: 'sha3-512' },
  '1.2.840.113549.1.1.5': { kind: 'rsa-pkcs1', hash: 'sha-1' },
  '1.2.840.113549.1.1.14': { kind: 'rsa-pkcs1', hash: 'sha-224' },
  '1.2.840.113549.1.1.11': { kind: 'rsa-pkcs1', hash: 'sha-256' },
  '1.2.840.113549.1.1.12': { kind: 'rsa-pkcs1', hash: 'sha-384' },
  '1.2.840.113549.1.1.13': { kind: 'rsa-pkcs1', hash: 'sha-512' },
  '2.16.840.1.101.3.4.3.14': { kind: 'rsa-pkcs1', hash: 'sha3-256' },
  '2.16.840.1.101.3.4.3.15': { kind: 'rsa-pkcs1', hash: 'sha3-384' },
  '2.16.840.1.101.3.4.3.16': { kind: 'rsa-pkcs1', hash: 'sha3-512' },
}

/** How signatures of our own algorithms are checked. */
export function verificationScheme(algorithm: SignatureAlgorithm): VerificationScheme {
  const { keyType, hash, rsaPadding, saltOctets } = signatureAlgorithmFacts(algorithm)
  if (keyType !== 'ec' && keyType !== 'rsa') return { kind: keyType }
  if (hash === undefined) throw new Error(`algorithm ${algorithm} names no hash`)
  if (keyType === 'ec') return { kind: 'ecdsa', hash }
  if (rsaPadding === 'pkcs1') return { kind: 'rsa-pkcs1', hash }
  return { kind: 'rsa-pss', hash, mgf1Hash: hash, saltOctets: saltOctets ?? hashAlgorithms[hash].octets }
}

const hashesByOid = new Map<string, ReliableHash>(
  (Object.keys(hashAlgorithms) as readonly HashAlgorithm[])
    .filter((name) => name !== 'md5')
    .map((name) => [hashAlgorithms[name].oid, name]),
)

/** @returns undefined for MD5 too: who only judges old signatures has to ask for it. */
export function hashByOid(oid: string): ReliableHash | undefined {
  return hashesByOid.get(oid)
}

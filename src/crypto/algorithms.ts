// The one table of what each algorithm implies. Nothing else in the project lists algorithms.
// RFC 5758 (ECDSA), RFC 8410 (Ed25519), RFC 4055 (RSA-PSS), RFC 8017 (RSA), RFC 9882 (ML-DSA).

import { fromHex } from '../bytes.ts'

export const hashAlgorithms = {
  'sha-1': { oid: '1.3.14.3.2.26', octets: 20, node: 'sha1', web: 'SHA-1' },
  'sha-224': { oid: '2.16.840.1.101.3.4.2.4', octets: 28, node: 'sha224', web: undefined },
  'sha-256': { oid: '2.16.840.1.101.3.4.2.1', octets: 32, node: 'sha256', web: 'SHA-256' },
  'sha-384': { oid: '2.16.840.1.101.3.4.2.2', octets: 48, node: 'sha384', web: 'SHA-384' },
  'sha-512': { oid: '2.16.840.1.101.3.4.2.3', octets: 64, node: 'sha512', web: 'SHA-512' },
  'sha3-256': { oid: '2.16.840.1.101.3.4.2.8', octets: 32, node: 'sha3-256', web: undefined },
  'sha3-384': { oid: '2.16.840.1.101.3.4.2.9', octets: 48, node: 'sha3-384', web: undefined },
  'sha3-512': { oid: '2.16.840.1.101.3.4.2.10', octets: 64, node: 'sha3-512', web: undefined },
} as const
export type HashAlgorithm = keyof typeof hashAlgorithms

export type KeyType = 'ed25519' | 'ec' | 'rsa'
export type Curve = 'P-256' | 'P-384'

export interface SignatureAlgorithmFacts {
  readonly keyType: KeyType
  /** What the algorithm hashes the message with. Ed25519 hashes inside (SHA-512, RFC 8032). */
  readonly hash: HashAlgorithm
  /** CMS digestAlgorithm that goes with it (RFC 8419 §3.1 demands SHA-512 for Ed25519). */
  readonly digest: HashAlgorithm
  /** DER of the AlgorithmIdentifier of a signature, the same in X.509 and CMS. */
  readonly algorithmIdentifier: Uint8Array
  readonly curve?: Curve
  readonly rsaPadding?: 'pss' | 'pkcs1'
  /** Salt of RSASSA-PSS: as long as the hash (RFC 4055 §3.1). */
  readonly saltOctets?: number
  readonly modulusBits?: number
  /** Largest encoded signature value in octets. */
  readonly maxSignatureOctets: number
}

function der(hex: string): Uint8Array {
  const bytes = fromHex(hex)
  if (bytes === undefined) throw new Error('algorithm table holds malformed hexadecimal')
  return bytes
}

/**
 * Algorithms that keys of this service have. ECDSA values are DER Ecdsa-Sig-Value (RFC 3279 §2.2.3)
 * everywhere outside a provider.
 */
export const signatureAlgorithms = {
  ed25519: {
    keyType: 'ed25519',
    hash: 'sha-512',
    digest: 'sha-512',
    algorithmIdentifier: der('300506032b6570'),
    maxSignatureOctets: 64,
  },
  'ecdsa-p256': {
    keyType: 'ec',
    curve: 'P-256',
    hash: 'sha-256',
    digest: 'sha-256',
    algorithmIdentifier: der('300a06082a8648ce3d040302'),
    maxSignatureOctets: 72,
  },
  'ecdsa-p384': {
    keyType: 'ec',
    curve: 'P-384',
    hash: 'sha-384',
    digest: 'sha-384',
    algorithmIdentifier: der('300a06082a8648ce3d040303'),
    maxSignatureOctets: 104,
  },
  'rsa-pss-3072': {
    keyType: 'rsa',
    rsaPadding: 'pss',
    saltOctets: 32,
    modulusBits: 3072,
    hash: 'sha-256',
    digest: 'sha-256',
    algorithmIdentifier: der(
      '304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120',
    ),
    maxSignatureOctets: 384,
  },
  'rsa-pkcs1-3072': {
    keyType: 'rsa',
    rsaPadding: 'pkcs1',
    modulusBits: 3072,
    hash: 'sha-256',
    digest: 'sha-256',
    algorithmIdentifier: der('300d06092a864886f70d01010b0500'),
    maxSignatureOctets: 384,
  },
} as const satisfies Record<string, SignatureAlgorithmFacts>

export type SignatureAlgorithm = keyof typeof signatureAlgorithms
export const signatureAlgorithmNames = Object.keys(signatureAlgorithms) as readonly SignatureAlgorithm[]

export function signatureAlgorithmFacts(algorithm: SignatureAlgorithm): SignatureAlgorithmFacts {
  return signatureAlgorithms[algorithm]
}

export function isSignatureAlgorithm(name: string): name is SignatureAlgorithm {
  return Object.hasOwn(signatureAlgorithms, name)
}

/**
 * How a signature made by anybody is to be checked: what an AlgorithmIdentifier in somebody's structure
 * says, once parsed. Wider than what our own keys may do.
 */
export type VerificationScheme =
  | { readonly kind: 'ed25519' }
  | { readonly kind: 'ed448' }
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
  const facts = signatureAlgorithmFacts(algorithm)
  if (facts.keyType === 'ed25519') return { kind: 'ed25519' }
  if (facts.keyType === 'ec') return { kind: 'ecdsa', hash: facts.hash }
  if (facts.rsaPadding === 'pkcs1') return { kind: 'rsa-pkcs1', hash: facts.hash }
  return { kind: 'rsa-pss', hash: facts.hash, mgf1Hash: facts.hash, saltOctets: facts.saltOctets ?? 32 }
}

const hashesByOid = new Map<string, HashAlgorithm>(
  (Object.keys(hashAlgorithms) as readonly HashAlgorithm[]).map((name) => [hashAlgorithms[name].oid, name]),
)

export function hashByOid(oid: string): HashAlgorithm | undefined {
  return hashesByOid.get(oid)
}

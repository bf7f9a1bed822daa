// What Cryptoki calls the algorithms of this service (PKCS #11 v2.40 and v3.1), and which of them a token can do.

import pkcs11js from 'pkcs11js'
import {
  type Curve,
  type HashAlgorithm,
  hashAlgorithms,
  isCipherAlgorithm,
  isMacAlgorithm,
  isSignatureAlgorithm,
  type KeyAlgorithm,
  keyAlgorithmFacts,
  macAlgorithms,
  signatureAlgorithmFacts,
} from '../../crypto/algorithms.ts'
import type { Mechanisms, Template } from './token.ts'

// Values that pkcs11js does not name: v3.0, and v2.40 §2.1.6 the last.
const CKM_EC_EDWARDS_KEY_PAIR_GEN = 0x1055
const CKM_EC_MONTGOMERY_KEY_PAIR_GEN = 0x1056
const CKM_EDDSA = 0x1057
export const CKZ_DATA_SPECIFIED = 1

/** Attributes that say what a key may be used for. */
type Use = 'sign' | 'decrypt' | 'derive'

export interface MechanismFacts {
  /** Mechanisms that make such a key; the first that the token has is taken. */
  readonly generate: readonly number[]
  readonly use: Use
  /** The mechanism by which it is used. */
  readonly mechanism: number
  /** Of the public key (key pairs) or of the key itself. */
  readonly parameters: Template
  readonly secret: boolean
}

/** @returns undefined for algorithms that PKCS #11 v3.1 does not have. */
export function mechanismFacts(algorithm: KeyAlgorithm): MechanismFacts | undefined {
  const { keyType, curve, modulusBits, keyOctets } = keyAlgorithmFacts(algorithm)
  const use = isSignatureAlgorithm(algorithm) ? 'sign' : 'derive'
  if (keyType === 'ec' && curve !== undefined) {
    return {
      generate: [pkcs11js.CKM_EC_KEY_PAIR_GEN],
      use,
      mechanism: use === 'sign' ? pkcs11js.CKM_ECDSA : pkcs11js.CKM_ECDH1_DERIVE,
      parameters: ecParameters(curve),
      secret: false,
    }
  }
  if (keyType === 'ed25519' || keyType === 'ed448' || keyType === 'x25519') {
    return {
      // SoftHSM makes Montgomery keys by the mechanism of Edwards ones.
      generate:
        use === 'sign'
          ? [CKM_EC_EDWARDS_KEY_PAIR_GEN]
          : [CKM_EC_MONTGOMERY_KEY_PAIR_GEN, CKM_EC_EDWARDS_KEY_PAIR_GEN],
      use,
      mechanism: use === 'sign' ? CKM_EDDSA : pkcs11js.CKM_ECDH1_DERIVE,
      parameters: ecParameters(keyType),
      secret: false,
    }
  }
  if (keyType === 'rsa' && modulusBits !== undefined) {
    return {
      generate: [pkcs11js.CKM_RSA_PKCS_KEY_PAIR_GEN],
      use: use === 'sign' ? 'sign' : 'decrypt',
      mechanism: rsaMechanism(algorithm),
      parameters: [
        { type: pkcs11js.CKA_MODULUS_BITS, value: modulusBits },
        { type: pkcs11js.CKA_PUBLIC_EXPONENT, value: Buffer.of(1, 0, 1) },
      ],
      secret: false,
    }
  }
  if (keyType === 'secret' && keyOctets !== undefined) {
    return {
      generate: [pkcs11js.CKM_GENERIC_SECRET_KEY_GEN],
      use: 'sign',
      mechanism: hmacMechanism(algorithm),
      parameters: [
        { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_SECRET_KEY },
        { type: pkcs11js.CKA_KEY_TYPE, value: pkcs11js.CKK_GENERIC_SECRET },
        { type: pkcs11js.CKA_VALUE_LEN, value: keyOctets },
      ],
      secret: true,
    }
  }
  return undefined
}

/** Whether the token has the mechanisms for keys of this algorithm, and for their length. */
export function hasMechanisms(mechanisms: Mechanisms, algorithm: KeyAlgorithm): boolean {
  const facts = mechanismFacts(algorithm)
  if (facts === undefined) return false
  const { modulusBits } = keyAlgorithmFacts(algorithm)
  const makes = facts.generate.some((mechanism) => {
    const found = mechanisms.get(mechanism)
    if (found === undefined || modulusBits === undefined) return found !== undefined
    return found.minKeySize <= modulusBits && modulusBits <= found.maxKeySize
  })
  return makes && ((mechanisms.get(facts.mechanism)?.flags ?? 0) & useFlags[facts.use]) !== 0
}

const useFlags: Readonly<Record<Use, number>> = {
  sign: pkcs11js.CKF_SIGN,
  decrypt: pkcs11js.CKF_DECRYPT,
  derive: pkcs11js.CKF_DERIVE,
}

/** CKM_… and CKG_MGF1_… of a hash. @throws Error for a hash that Cryptoki does not know in this place. */
export function hashMechanism(hash: HashAlgorithm): { readonly hash: number; readonly mgf1: number } {
  switch (hash) {
    case 'sha-1':
      return { hash: pkcs11js.CKM_SHA_1, mgf1: pkcs11js.CKG_MGF1_SHA1 }
    case 'sha-224':
      return { hash: pkcs11js.CKM_SHA224, mgf1: pkcs11js.CKG_MGF1_SHA224 }
    case 'sha-256':
      return { hash: pkcs11js.CKM_SHA256, mgf1: pkcs11js.CKG_MGF1_SHA256 }
    case 'sha-384':
      return { hash: pkcs11js.CKM_SHA384, mgf1: pkcs11js.CKG_MGF1_SHA384 }
    case 'sha-512':
      return { hash: pkcs11js.CKM_SHA512, mgf1: pkcs11js.CKG_MGF1_SHA512 }
    default:
      throw new Error(`PKCS #11 has no ${hashAlgorithms[hash].node} here`)
  }
}

function rsaMechanism(algorithm: KeyAlgorithm): number {
  if (!isSignatureAlgorithm(algorithm)) return pkcs11js.CKM_RSA_PKCS_OAEP
  return signatureAlgorithmFacts(algorithm).rsaPadding === 'pss'
    ? pkcs11js.CKM_RSA_PKCS_PSS
    : pkcs11js.CKM_RSA_PKCS
}

function hmacMechanism(algorithm: KeyAlgorithm): number {
  // Keys that encrypt derive the key of each record by HMAC-SHA-256 in the token.
  const hash = isCipherAlgorithm(algorithm)
    ? 'sha-256'
    : isMacAlgorithm(algorithm)
      ? macAlgorithms[algorithm].hash
      : undefined
  switch (hash) {
    case 'sha-256':
      return pkcs11js.CKM_SHA256_HMAC
    case 'sha-384':
      return pkcs11js.CKM_SHA384_HMAC
    case 'sha-512':
      return pkcs11js.CKM_SHA512_HMAC
    default:
      throw new Error(`${algorithm} is no algorithm of secret keys`)
  }
}

/** DER of the curve's OBJECT IDENTIFIER (RFC 5480 §2.1.1.1, RFC 8410 §3). */
const curveIdentifiers = {
  'P-256': '06082a8648ce3d030107',
  'P-384': '06052b81040022',
  'P-521': '06052b81040023',
  ed25519: '06032b6570',
  ed448: '06032b6571',
  x25519: '06032b656e',
} as const

function ecParameters(curve: Curve | 'ed25519' | 'ed448' | 'x25519'): Template {
  return [{ type: pkcs11js.CKA_EC_PARAMS, value: Buffer.from(curveIdentifiers[curve], 'hex') }]
}

// Signatures over a digest that was made elsewhere: RSA by OpenSSL, ECDSA by @noble/curves, since node:crypto hashes
// whatever it is given. Only for keys with the attribute `sign-digest`.

import { constants, hash as hashOnce, privateEncrypt } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { concatBytes } from '../bytes.ts'
import { type HashAlgorithm, hashAlgorithms, signatureAlgorithmFacts } from '../crypto/algorithms.ts'
import { type SignatureValue, signatureValue } from '../crypto/signature-value.ts'
import { ServiceError } from '../errors.ts'
import { digestInfoPrefix } from './digest-info.ts'
import type { OpenedSigningKey } from './opened-key.ts'
import { secretBytes } from './secret-bytes.ts'
import type { Random } from './wrapping.ts'

const curves = { 'P-256': p256, 'P-384': p384, 'P-521': p521 } as const

/**
 * Signs each digest in order. The arithmetic runs on the calling thread, which serves others between any two.
 *
 * @param random for the salt of PSS and to hedge the deterministic nonce of ECDSA (RFC 6979 §3.6).
 * @throws ServiceError `NOT_PERMITTED` without the attribute, `ALGORITHM_NOT_ALLOWED` for what signs messages only,
 *   `INVALID_ARGUMENT` for a digest of another length.
 */
export async function signDigests(
  key: OpenedSigningKey,
  digests: readonly Uint8Array[],
  random: Random,
): Promise<readonly SignatureValue[]> {
  if (!key.attributes.includes('sign-digest'))
    throw new ServiceError('NOT_PERMITTED', 'the key was not made to sign digests (attribute sign-digest)')
  const hash = requireDigestAlgorithm(key)
  for (const { length } of digests) {
    if (length === hashAlgorithms[hash].octets) continue
    throw new ServiceError(
      'INVALID_ARGUMENT',
      `digest has ${length} octets; ${key.algorithm} takes ${hash} with ${hashAlgorithms[hash].octets}`,
    )
  }
  const signatures: SignatureValue[] = []
  for (const digest of digests) {
    if (signatures.length > 0) await setImmediate()
    signatures.push(signatureValue(signDigest(key, hash, digest, random)))
  }
  return signatures
}

function requireDigestAlgorithm({ algorithm }: OpenedSigningKey): HashAlgorithm {
  const { hash } = signatureAlgorithmFacts(algorithm)
  if (hash !== undefined) return hash
  throw new ServiceError('ALGORITHM_NOT_ALLOWED', `${algorithm} signs messages, never digests`)
}

function signDigest(
  key: OpenedSigningKey,
  hash: HashAlgorithm,
  digest: Uint8Array,
  random: Random,
): Uint8Array {
  const { curve, rsaPadding, modulusBits = 0, saltOctets = 0 } = signatureAlgorithmFacts(key.algorithm)
  if (curve !== undefined) {
    const { lengths, sign } = curves[curve]
    using scalar = secretBytes(privateScalar(key, lengths.secretKey ?? 0))
    // Half of all signatures in the world have a high s; the default would refuse to make them.
    const options = { prehash: false, lowS: false, format: 'der', extraEntropy: random(32) } as const
    return sign(digest, scalar.dangerouslyRevealBytes(), options)
  }
  if (rsaPadding === 'pkcs1') {
    const padded = { key: key.input.key, padding: constants.RSA_PKCS1_PADDING }
    return privateEncrypt(padded, concatBytes(digestInfoPrefix(hash), digest))
  }
  const encoded = encodePss(hash, digest, random(saltOctets), modulusBits - 1)
  return privateEncrypt({ key: key.input.key, padding: constants.RSA_NO_PADDING }, encoded)
}

/** From DER of ECPrivateKey (RFC 5915 §3): SEQUENCE, version 1, then the scalar as an OCTET STRING. */
function privateScalar(key: OpenedSigningKey, octets: number): Uint8Array {
  using sec1 = secretBytes(key.input.key.export({ format: 'der', type: 'sec1' }))
  const der = sec1.dangerouslyRevealBytes()
  const start = (der[1] ?? 0) < 0x80 ? 2 : 3
  const expected = Uint8Array.of(0x02, 1, 1, 0x04, octets)
  const at = start + expected.length
  if (expected.some((octet, i) => der[start + i] !== octet))
    throw new Error('OpenSSL wrote an ECPrivateKey in another way')
  return new Uint8Array(der.subarray(at, at + octets))
}

/** EMSA-PSS (RFC 8017 §9.1.1), MGF1 with the same hash. */
function encodePss(hash: HashAlgorithm, digest: Uint8Array, salt: Uint8Array, bits: number): Uint8Array {
  const node = hashAlgorithms[hash].node
  const proof = hashOnce(node, concatBytes(new Uint8Array(8), digest, salt), 'buffer')
  const octets = Math.ceil(bits / 8)
  const block = new Uint8Array(octets - digest.length - 1)
  block[block.length - salt.length - 1] = 1
  block.set(salt, block.length - salt.length)
  for (let at = 0, counter = 0; at < block.length; counter++) {
    const mask = hashOnce(node, concatBytes(proof, Uint8Array.of(0, 0, counter >> 8, counter)), 'buffer')
    for (let i = 0; i < mask.length && at < block.length; i++, at++) {
      block[at] = (block[at] ?? 0) ^ (mask[i] ?? 0)
    }
  }
  block[0] = (block[0] ?? 0) & (0xff >> (8 * octets - bits))
  return concatBytes(block, proof, Uint8Array.of(0xbc))
}

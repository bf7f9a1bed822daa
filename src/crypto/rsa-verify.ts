// RSA signature verification over bigint (RFC 8017 §8.1.2, §8.2.2), for a browser: WebCrypto lacks SHA-224, SHA-3 and
// keys of id-RSASSA-PSS. Only public values pass here, so time tells nothing.

import { concatBytes, equalBytes } from '../bytes.ts'

export type Digest = (data: Uint8Array) => Uint8Array

export interface RsaPublicKey {
  readonly modulus: bigint
  readonly publicExponent: bigint
}

/** Beyond these a signature check costs its sender nothing and us much. */
const maxModulusBits = 16_384
const maxExponentBits = 64

/**
 * EMSA-PKCS1-v1_5 is made anew and compared: nothing of what the signer sent is parsed.
 *
 * @param digestInfoPrefix DER of DigestInfo up to the digest (RFC 8017 §9.2, note 1).
 */
export function verifyPkcs1(
  key: RsaPublicKey,
  digestInfoPrefix: Uint8Array,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  const encoded = recover(key, signature)
  if (encoded === undefined) return false
  const digestInfo = concatBytes(digestInfoPrefix, digest)
  const padding = encoded.length - digestInfo.length - 3
  if (padding < 8) return false
  const expected = concatBytes(
    Uint8Array.of(0, 1),
    new Uint8Array(padding).fill(0xff),
    Uint8Array.of(0),
    digestInfo,
  )
  return equalBytes(encoded, expected)
}

/** EMSA-PSS (RFC 8017 §9.1.2) with exactly `saltOctets` of salt. */
export function verifyPss(
  key: RsaPublicKey,
  hash: Digest,
  mgf1Hash: Digest,
  saltOctets: number,
  digest: Uint8Array,
  signature: Uint8Array,
): boolean {
  const recovered = recover(key, signature)
  if (recovered === undefined) return false
  const bits = bitsOf(key.modulus) - 1
  // emLen is one octet shorter than the modulus when its length in bits is 1 modulo 8.
  const encoded = bits % 8 === 0 ? recovered.subarray(1) : recovered
  if (bits % 8 === 0 && recovered[0] !== 0) return false
  const maskedLength = encoded.length - digest.length - 1
  if (maskedLength < saltOctets + 1 || encoded[encoded.length - 1] !== 0xbc) return false
  const block = encoded.slice(0, maskedLength)
  const proof = encoded.subarray(maskedLength, encoded.length - 1)
  const unusedBits = 8 * encoded.length - bits
  const firstMask = 0xff >> unusedBits
  if (((block[0] ?? 0) & ~firstMask) !== 0) return false
  const mask = mgf1(mgf1Hash, proof, maskedLength)
  for (let i = 0; i < maskedLength; i++) block[i] = (block[i] ?? 0) ^ (mask[i] ?? 0)
  block[0] = (block[0] ?? 0) & firstMask
  const saltStart = maskedLength - saltOctets
  for (let i = 0; i < saltStart - 1; i++) if (block[i] !== 0) return false
  if (block[saltStart - 1] !== 1) return false
  return equalBytes(proof, hash(concatBytes(new Uint8Array(8), digest, block.subarray(saltStart))))
}

export function bitsOf(value: bigint): number {
  return value.toString(2).length
}

/** RSAVP1 and I2OSP: the encoded message, as long as the modulus; undefined when the input is out of range. */
function recover({ modulus, publicExponent }: RsaPublicKey, signature: Uint8Array): Uint8Array | undefined {
  const bits = bitsOf(modulus)
  const octets = Math.ceil(bits / 8)
  const usable =
    bits >= 512 &&
    bits <= maxModulusBits &&
    modulus % 2n === 1n &&
    publicExponent % 2n === 1n &&
    publicExponent >= 3n
  if (!usable || bitsOf(publicExponent) > maxExponentBits || signature.length !== octets) return undefined
  const value = BigInt(`0x${signature.toHex()}`)
  if (value >= modulus) return undefined
  let power = 1n
  let square = value
  for (let exponent = publicExponent; exponent > 0n; exponent >>= 1n) {
    if (exponent % 2n === 1n) power = (power * square) % modulus
    square = (square * square) % modulus
  }
  return Uint8Array.fromHex(power.toString(16).padStart(2 * octets, '0'))
}

/** RFC 8017 appendix B.2.1. */
function mgf1(hash: Digest, seed: Uint8Array, length: number): Uint8Array {
  const parts: Uint8Array[] = []
  for (let octets = 0, counter = 0; octets < length; counter++) {
    const part = hash(concatBytes(seed, Uint8Array.of(counter >> 24, counter >> 16, counter >> 8, counter)))
    parts.push(part)
    octets += part.length
  }
  return concatBytes(...parts).subarray(0, length)
}

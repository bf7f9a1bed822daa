// MACs of files under a password: HMAC, and the key derivation of PKCS#12 (RFC 7292 appendix B.2), on data that is public.

import { hmac as nobleHmac } from '@noble/hashes/hmac.js'
import { sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js'
import { concatBytes } from '../bytes.ts'

const hashes = { 'sha-1': sha1, 'sha-256': sha256, 'sha-384': sha384, 'sha-512': sha512 } as const
export type PasswordHash = keyof typeof hashes

export function isPasswordHash(name: string): name is PasswordHash {
  return Object.hasOwn(hashes, name)
}

export function hmac(hash: PasswordHash, key: Uint8Array, message: Uint8Array): Uint8Array {
  return nobleHmac(hashes[hash], key, message)
}

/** The `ID` octet that makes a key for a MAC (RFC 7292 appendix B.3). */
const macPurpose = 3

/** @param password as BMPString: big-endian UTF-16 with two zero octets at the end (RFC 7292 appendix B.1). */
export function pkcs12MacKey(
  name: PasswordHash,
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
): Uint8Array {
  const hash = hashes[name]
  const { blockLen: v } = hash
  const input = concatBytes(new Uint8Array(v).fill(macPurpose), filled(salt, v), filled(password, v))
  // One digest is as long as the key of HMAC that is wanted, so that step 6 is never repeated.
  let key = hash(input)
  for (let i = 1; i < iterations; i++) key = hash(key)
  return key
}

/** `octets` again and again, up to a multiple of `block`. */
function filled(octets: Uint8Array, block: number): Uint8Array {
  if (octets.length === 0) return octets
  const whole = new Uint8Array(Math.ceil(octets.length / block) * block)
  for (let i = 0; i < whole.length; i++) whole[i] = octets[i % octets.length] ?? 0
  return whole
}

// Opens the content key of a password recipient (RFC 3211 §2.3.2, RFC 8018 §5.2).

import { decryptBlocks, pbkdf2 } from '#encryption'
import type { PasswordDerivation } from './recipient-info.ts'

/**
 * @param password UTF-8.
 * @returns undefined for another password. One wrong password in 2²⁴ gives some key: the tag of the content tells then.
 */
export async function openPasswordRecipient(
  { hash, salt, iterations, keyOctets, iv, encryptedKey }: PasswordDerivation,
  password: Uint8Array,
): Promise<Uint8Array | undefined> {
  if (encryptedKey.length < 32 || encryptedKey.length % 16 !== 0) return undefined
  const key = await pbkdf2(hash, password, salt, iterations, keyOctets)
  // The last block of the second pass is the IV of the first, and opens by the block before it.
  const [beforeLast, last] = [encryptedKey.subarray(-32, -16), encryptedKey.subarray(-16)]
  const secondIv = await decryptBlocks(key, beforeLast, last)
  const once = await decryptBlocks(key, secondIv, encryptedKey)
  const blocks = await decryptBlocks(key, iv, once)
  key.fill(0)
  const [octets = 0, ...check] = blocks.subarray(0, 4)
  const contentKey = blocks.slice(4, 4 + octets)
  const holds = check.every((octet, i) => (octet ^ (contentKey[i] ?? 0)) === 0xff)
  const fits = octets <= blocks.length - 4 && (octets === 16 || octets === 24 || octets === 32)
  return holds && fits ? contentKey : undefined
}

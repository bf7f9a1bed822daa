// DER of DigestInfo, which RSASSA-PKCS1-v1_5 signs in place of the digest alone (RFC 8017 §9.2).

import { fromHex } from '../bytes.ts'
import type { HashAlgorithm } from '../crypto/algorithms.ts'

/** What stands before the digest in EMSA-PKCS1-v1_5. */
export function digestInfoPrefix(hash: HashAlgorithm): Uint8Array {
  const prefix = fromHex(digestInfoPrefixes[hash] ?? '')
  if (prefix === undefined || prefix.length === 0) throw new Error(`no DigestInfo is known for ${hash}`)
  return prefix
}

/** DER of DigestInfo up to the digest (RFC 8017 §9.2, note 1). */
const digestInfoPrefixes: Partial<Readonly<Record<HashAlgorithm, string>>> = {
  'sha-256': '3031300d060960864801650304020105000420',
  'sha-512': '3051300d060960864801650304020305000440',
}

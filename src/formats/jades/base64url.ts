// Base64url of JWS (RFC 7515 §2): no padding, no white space, and no second way of writing the same octets.

import { toBase64Url } from '../../bytes.ts'
import { malformedJson } from './json.ts'

/**
 * @param name of what is read, for messages.
 * @throws ServiceError `MALFORMED_DOCUMENT`.
 */
export function decodeBase64Url(name: string, text: string): Uint8Array {
  assertBase64Url(name, text)
  return Uint8Array.fromBase64(text, { alphabet: 'base64url', lastChunkHandling: 'loose' })
}

/** `decodeBase64Url` for text that is signed as it stands and need not be decoded. */
export function assertBase64Url(name: string, text: string): void {
  const remainder = text.length % 4
  if (remainder === 1 || !/^[A-Za-z0-9_-]*$/.test(text)) throw malformedJson(`${name} is no base64url`)
  const last = text.slice(text.length - remainder)
  const octets = Uint8Array.fromBase64(last, { alphabet: 'base64url', lastChunkHandling: 'loose' })
  if (toBase64Url(octets) !== last) throw malformedJson(`${name} is base64url that is not canonical`)
}

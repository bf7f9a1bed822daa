// Encodings of XML documents (XML 1.0 §4.3.3, appendix F): UTF-8 and UTF-16; everything is handed on as UTF-8.

import { utf8 } from '../../bytes.ts'
import { malformed, notSupported } from './tree.ts'

/**
 * @returns the document in UTF-8 without a byte order mark.
 * @throws ServiceError `MALFORMED_DOCUMENT` when the octets are not in the encoding; `UNSUPPORTED_FORMAT` for another.
 */
export function decodeXml(bytes: Uint8Array): Uint8Array {
  const [a, b, c] = bytes
  const wide =
    (a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)
      ? 'utf-16le'
      : (a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)
        ? 'utf-16be'
        : undefined
  if (wide !== undefined) {
    const text = decoded(wide, bytes)
    if (!/^utf-16(le|be)?$/i.test(declaredEncoding(text.slice(0, headOctets)) ?? 'utf-16')) throw mismatch()
    return utf8(text)
  }
  const plain = a === 0xef && b === 0xbb && c === 0xbf ? bytes.subarray(3) : bytes
  const declared =
    declaredEncoding(new TextDecoder('latin1').decode(plain.subarray(0, headOctets))) ?? 'utf-8'
  if (/^utf-?8$/i.test(declared)) return plain
  if (/^utf-16(le|be)?$/i.test(declared)) throw mismatch()
  // Every one of these writes ASCII as ASCII; beyond it there is no telling what a signer saw.
  if (
    /^(us-ascii|ascii|iso-8859-\d{1,2}|windows-125\d)$/i.test(declared) &&
    plain.every((octet) => octet < 0x80)
  )
    return plain
  throw notSupported(`the encoding ${declared.slice(0, 40)} of the XML document is not UTF-8 or UTF-16`)
}

const headOctets = 256

function declaredEncoding(head: string): string | undefined {
  return /^<\?xml\s[^>]*?\sencoding\s*=\s*["']([^"']*)["']/.exec(head)?.[1]
}

function decoded(encoding: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw malformed('the XML document is not well-formed UTF-16')
  }
}

function mismatch() {
  return malformed('the XML document is in another encoding than it declares')
}

// Character strings of ASN.1 as text (X.690 §8.23, RFC 5280 appendix A, X.520).

import { tags } from './tags.ts'

const utf8Decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * @param tag universal string tag.
 * @returns undefined when `tag` is no string type or `content` does not belong to its alphabet.
 */
export function decodeString(tag: number, content: Uint8Array): string | undefined {
  switch (tag) {
    case tags.utf8String:
      try {
        return utf8Decoder.decode(content)
      } catch {
        return undefined
      }
    case tags.printableString:
    case tags.numericString:
    case tags.ia5String:
    case tags.visibleString:
      return decodeAscii(content)
    case tags.teletexString:
      // T.61 as everybody means it: Latin-1.
      return decodeUnits(content, 1)
    case tags.bmpString:
      return decodeUnits(content, 2)
    case tags.universalString:
      return decodeUnits(content, 4)
    default:
      return undefined
  }
}

/** IA5String content. @returns undefined when an octet is not ASCII. */
export function decodeAscii(content: Uint8Array): string | undefined {
  let text = ''
  for (const octet of content) {
    if (octet >= 0x80) return undefined
    text += String.fromCharCode(octet)
  }
  return text
}

function decodeUnits(content: Uint8Array, octets: 1 | 2 | 4): string | undefined {
  if (content.length % octets !== 0) return undefined
  const pieces: string[] = []
  for (let i = 0; i < content.length; i += octets) {
    let unit = 0
    for (let k = 0; k < octets; k++) unit = unit * 256 + (content[i + k] ?? 0)
    if (unit > 0x10ffff) return undefined
    pieces.push(String.fromCodePoint(unit))
  }
  return pieces.join('')
}

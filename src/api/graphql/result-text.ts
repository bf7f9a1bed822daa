// The JSON of a GraphQL result (RFC 8259), with a fast way past long strings.

import { LongBase64 } from './long-base64.ts'

/**
 * The same as `JSON.stringify`, as octets where it is long: as a string it would be flattened and encoded to learn its
 * length, put together with the head of the answer, and encoded again. A short one is sent fastest as it is.
 *
 * Objects of a result have no prototype, for which V8 leaves its fast path and writes strings octet by octet; a signed
 * document in Base64 then takes five times as long. So objects are walked here, and what they hold is left to V8.
 *
 * @param value JSON and `LongBase64`: no other `toJSON`, and names of members that need no escape, as those of GraphQL
 *   (§2.1.9).
 */
export function resultBody(value: unknown): string | Uint8Array<ArrayBuffer> {
  const result: Text = { before: [], text: '' }
  write(value, result)
  if (result.before.length === 0)
    return result.text.length > longCharacters ? Buffer.from(result.text) : result.text
  return encoded([...result.before, result.text])
}

const longCharacters = 16_384

interface Text {
  /** What stands before `text`. Every second piece is Base64. */
  readonly before: string[]
  text: string
}

function write(value: unknown, result: Text): void {
  if (value instanceof LongBase64) {
    result.before.push(`${result.text}"`, value.toJSON())
    result.text = '"'
  } else if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    result.text += JSON.stringify(value)
  } else {
    let separator = ''
    result.text += '{'
    for (const [name, member] of Object.entries(value)) {
      if (member === undefined) continue
      result.text += `${separator}"${name}":`
      separator = ','
      write(member, result)
    }
    result.text += '}'
  }
}

function encoded(pieces: readonly string[]): Uint8Array<ArrayBuffer> {
  const isBase64 = (index: number): boolean => index % 2 === 1
  const lengths = pieces.map((piece, i) => (isBase64(i) ? piece.length : Buffer.byteLength(piece)))
  const octets = Buffer.allocUnsafeSlow(lengths.reduce((sum, length) => sum + length, 0))
  let at = 0
  pieces.forEach((piece, i) => {
    at += octets.write(piece, at, isBase64(i) ? 'latin1' : 'utf8')
  })
  return octets
}

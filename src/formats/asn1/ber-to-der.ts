// BER of strangers to DER lengths (X.690 §8.1.3, §8.6.3, §8.7.3). CMS may come in BER (RFC 5652 §10): this makes
// lengths definite and minimal and joins constructed strings, so that one strict reader serves all.

import { ServiceError } from '../../errors.ts'
import { type DerLimits, defaultDerLimits } from './reader.ts'
import { tags } from './tags.ts'
import { tlv } from './writer.ts'

interface OpenValue {
  readonly tag: number
  /** Undefined for an indefinite length. */
  readonly end: number | undefined
  readonly parts: Uint8Array[]
}

/**
 * Rewrites lengths and constructed strings; everything else stays as it is and is left to the strict reader.
 * Iterative and bounded: nesting costs no stack.
 *
 * @param ber exactly one value.
 * @throws ServiceError `MALFORMED_DER` naming the offset; `LIMIT_EXCEEDED`.
 */
export function berToDer(name: string, ber: Uint8Array, limits: DerLimits = defaultDerLimits): Uint8Array {
  const fail = (message: string, offset: number): never => {
    throw new ServiceError('MALFORMED_DER', `${name}: ${message} at offset ${offset}`)
  }
  const root: OpenValue = { tag: 0, end: ber.length, parts: [] }
  const open = [root]
  let nodes = 0
  let at = 0
  for (;;) {
    const top = open[open.length - 1] ?? root
    const finished = top.end === undefined ? ber[at] === 0 && ber[at + 1] === 0 : at === top.end
    if (finished) {
      if (top === root) break
      if (top.end === undefined) at += 2
      open.pop()
      open[open.length - 1]?.parts.push(closed(top))
      continue
    }
    if (at >= ber.length) fail('ends within a value', at)
    if (++nodes > limits.nodes)
      throw new ServiceError('LIMIT_EXCEEDED', `${name}: more than ${limits.nodes} values`)
    const start = at
    const tag = ber[at++] ?? 0
    if ((tag & 0x1f) === 0x1f) fail('tag number above 30', start)
    if (tag === 0) fail('end-of-contents where none is open', start)
    let length = ber[at++] ?? fail('length is missing', start)
    let indefinite = false
    if (length >= 0x80) {
      const octets = length & 0x7f
      if (octets > 8) fail('length exceeds 8 octets', start)
      indefinite = octets === 0
      length = 0
      for (let i = 0; i < octets; i++) length = length * 256 + (ber[at++] ?? fail('length is cut off', start))
    }
    const parentEnd = top.end ?? ber.length
    if (!indefinite && length > parentEnd - at) fail(`length ${length} exceeds what is left`, start)
    if ((tag & 0x20) === 0) {
      if (indefinite) fail('primitive value of indefinite length', start)
      top.parts.push(tlv(tag, ber.subarray(at, at + length)))
      at += length
      continue
    }
    if (open.length > limits.depth) {
      throw new ServiceError(
        'LIMIT_EXCEEDED',
        `${name}: nested deeper than ${limits.depth} levels at offset ${start}`,
      )
    }
    open.push({ tag, end: indefinite ? undefined : at + length, parts: [] })
  }
  if (root.parts.length !== 1) fail(`${root.parts.length} values where one is expected`, 0)
  return root.parts[0] ?? fail('nothing', 0)

  function closed({ tag, parts }: OpenValue): Uint8Array {
    if (tag !== (tags.octetString | 0x20)) return tlv(tag, ...parts)
    // Segments are OCTET STRINGs, nested ones joined already (X.690 §8.7.3.2).
    return tlv(
      tags.octetString,
      ...parts.map((part) =>
        part[0] === tags.octetString ? contentOf(part) : fail('segment is no OCTET STRING', at),
      ),
    )
  }
}

/** Content of a TLV that `tlv` wrote. */
function contentOf(value: Uint8Array): Uint8Array {
  const length = value[1] ?? 0
  return value.subarray(2 + (length < 0x80 ? 0 : length & 0x7f))
}

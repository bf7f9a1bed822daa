// Bounds of an XML document before anything is built from it: depth, nodes, attributes; a DTD is refused unread.

import { ServiceError } from '../../errors.ts'
import { notSupported } from './tree.ts'
import type { XmlLimits } from './work.ts'

/**
 * Counts what a parser will have to build. Up to the first place where `bytes` are not well-formed it sees what the
 * parser sees; there the parser stops.
 *
 * @param bytes UTF-8.
 * @throws ServiceError `LIMIT_EXCEEDED`; `UNSUPPORTED_FORMAT` for a document type declaration.
 */
export function scanXml(bytes: Uint8Array, limits: XmlLimits): void {
  // The library keeps declarations in an object, where this one prefix vanishes: it would go unsigned and unseen.
  if (after(bytes, 0, 'xmlns:__proto__') < bytes.length) throw notSupported('the namespace prefix __proto__')
  let depth = 0
  let nodes = 0
  let attributes = 0
  let instructions = 0
  for (let at = bytes.indexOf(lessThan); at >= 0; at = bytes.indexOf(lessThan, at)) {
    // A mark-up node and the text after it.
    nodes += 2
    if (nodes > limits.nodes * 2) throw tooMany('nodes', limits.nodes)
    const next = bytes[at + 1]
    if (next === exclamation) {
      if (startsWith(bytes, at + 2, '--')) at = after(bytes, at + 4, '-->')
      else if (startsWith(bytes, at + 2, '[CDATA[')) at = after(bytes, at + 9, ']]>')
      // Entities, attribute defaults, external files: everything that makes XML dangerous comes in by this door.
      else throw notSupported('the XML document has a document type declaration, which is never read')
    } else if (next === question) {
      instructions++
      if (instructions > limits.instructions) throw tooMany('processing instructions', limits.instructions)
      at = after(bytes, at + 2, '?>')
    } else if (next === slash) {
      depth--
      at = after(bytes, at + 2, '>')
    } else {
      const tag = scanTag(bytes, at + 1, limits)
      attributes += tag.attributes
      if (attributes > limits.attributes) throw tooMany('attributes', limits.attributes)
      if (!tag.empty) depth++
      if (depth > limits.depth)
        throw new ServiceError('LIMIT_EXCEEDED', `the XML document is nested deeper than ${limits.depth}`)
      at = tag.end
    }
  }
}

const lessThan = 0x3c
const greaterThan = 0x3e
const exclamation = 0x21
const question = 0x3f
const slash = 0x2f
const quote = 0x22
const apostrophe = 0x27

function scanTag(bytes: Uint8Array, start: number, limits: XmlLimits) {
  let attributes = 0
  for (let at = start; at < bytes.length; at++) {
    const octet = bytes[at]
    if (octet === greaterThan) return { end: at + 1, attributes, empty: bytes[at - 1] === slash }
    if (octet === quote || octet === apostrophe) {
      attributes++
      if (attributes > limits.attributesOfElement)
        throw tooMany('attributes in one element', limits.attributesOfElement)
      const end = bytes.indexOf(octet, at + 1)
      if (end < 0) break
      at = end
    }
  }
  return { end: bytes.length, attributes, empty: false }
}

function startsWith(bytes: Uint8Array, at: number, ascii: string): boolean {
  for (let i = 0; i < ascii.length; i++) if (bytes[at + i] !== ascii.charCodeAt(i)) return false
  return true
}

/** The offset after the next `ascii`; the end where there is none. */
function after(bytes: Uint8Array, from: number, ascii: string): number {
  const first = ascii.charCodeAt(0)
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1))
    if (startsWith(bytes, at, ascii)) return at + ascii.length
  return bytes.length
}

function tooMany(what: string, limit: number): ServiceError {
  return new ServiceError('LIMIT_EXCEEDED', `the XML document has more than ${limit} ${what}`)
}

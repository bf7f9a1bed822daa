// Long Base64 in a request and in its result: a document, which JSON's own ways would copy several times over.

import { randomUUID } from 'node:crypto'
import { base64Octets, toBase64 } from '../../bytes.ts'

/** Octets that come in or go out as Base64: a long text that needs no escaping. */
export class LongBase64 {
  readonly octets: Uint8Array

  constructor(octets: Uint8Array) {
    this.octets = octets
  }

  toJSON(): string {
    return toBase64(this.octets)
  }
}

/**
 * As `JSON.parse` of the body, with `LongBase64` for the long values of members called `base64`, which are decoded from
 * where they lie. What is not strict Base64 (RFC 4648 §4) stays the string that it is.
 *
 * In valid JSON `"base64"` with a colon behind it ends the name of a member wherever it stands, since a quote within a string
 * has a backslash before it. So a quote behind the colon begins a value, and what is Base64 up to the next quote is all of it:
 * to put another text in its place makes nothing valid that was not.
 *
 * @returns nothing that lies in the memory of the body.
 * @throws TypeError for a body that is not UTF-8, SyntaxError or RangeError for one that is not JSON.
 */
export function parseWithLongBase64(body: Uint8Array): unknown {
  if (body.length < longCharacters) return JSON.parse(decoder.decode(body))
  const { text, found } = liftLongBase64(Buffer.from(body.buffer, body.byteOffset, body.byteLength))
  if (found.size === 0) return JSON.parse(text)
  return JSON.parse(text, (_, value: unknown) =>
    typeof value === 'string' ? (found.get(value) ?? value) : value,
  )
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const longCharacters = 16_384
/** More long values fit into no request; a body of countless short ones is not searched to its end. */
const membersLimit = 32
const memberName = Buffer.from('"base64"')
const quote = '"'.charCodeAt(0)
const colon = ':'.charCodeAt(0)
const whiteSpace: ReadonlySet<number | undefined> = new Set([0x20, 0x09, 0x0a, 0x0d])
/** Nobody outside knows it, so no request holds it. */
const placeholder = randomUUID()

interface Lifted {
  /** The body with placeholders. */
  readonly text: string
  readonly found: ReadonlyMap<string, LongBase64>
}

function liftLongBase64(body: Buffer): Lifted {
  const found = new Map<string, LongBase64>()
  const pieces: string[] = []
  let copied = 0
  let at = 0
  for (let member = 0; member < membersLimit; member++) {
    const name = body.indexOf(memberName, at)
    if (name === -1) break
    at = name + memberName.length
    const start = valueStart(body, at)
    const end = start === undefined ? -1 : body.indexOf(quote, start)
    if (start === undefined || end - start < longCharacters) continue
    at = end
    const octets = decoded(decoder.decode(body.subarray(start, end)))
    if (octets === undefined) continue
    const mark = `${placeholder}-${found.size}`
    found.set(mark, new LongBase64(octets))
    pieces.push(decoder.decode(body.subarray(copied, start)), mark)
    copied = end
  }
  pieces.push(decoder.decode(body.subarray(copied)))
  return { text: pieces.join(''), found }
}

/** Behind the colon and the quote; undefined where something else stands. */
function valueStart(body: Uint8Array, afterName: number): number | undefined {
  let at = afterName
  while (whiteSpace.has(body[at])) at++
  if (body[at] !== colon) return undefined
  at++
  while (whiteSpace.has(body[at])) at++
  return body[at] === quote ? at + 1 : undefined
}

/** @returns undefined when `text` is not strict Base64. */
function decoded(text: string): Uint8Array | undefined {
  const length = base64Octets(text)
  if (length === undefined) return undefined
  // Memory of its own that nobody has to clear first.
  const octets = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer)
  try {
    const { read, written } = octets.setFromBase64(text, { lastChunkHandling: 'strict' })
    return read === text.length && written === length ? octets : undefined
  } catch {
    return undefined
  }
}

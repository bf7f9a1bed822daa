// JSON Web Signatures (RFC 7515, RFC 7797) as readonly values: compact, flattened and general serialisation, read so that
// there is one reading. Parsing judges form alone; validation/jades judges.

import { concatBytes, utf8 } from '../../bytes.ts'
import { ServiceError } from '../../errors.ts'
import { assertBase64Url, decodeBase64Url } from './base64url.ts'
import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  malformedJson,
  parseJsonObject,
} from './json.ts'

export interface Jws {
  readonly serialization: 'compact' | 'flattened' | 'general'
  /** As it stands in the serialisation; undefined when the content is detached. */
  readonly payload: string | undefined
  readonly signatures: readonly JwsSignature[]
}

export interface JwsSignature {
  /** BASE64URL(UTF8(JWS Protected Header)), as it was signed. */
  readonly protectedText: string
  readonly protectedHeader: JsonObject
  /** Not signed: anybody may have written it. */
  readonly unprotectedHeader: JsonObject
  /** BASE64URL(JWS Signature). */
  readonly signatureText: string
  readonly signature: Uint8Array
  /** RFC 7797: false where the payload is signed as it is. */
  readonly b64: boolean
}

/** A JSON signature is held in memory several times over, as text and as octets; content that is detached from it too. */
export const jwsOctetsLimit = 32 << 20

/** Protected headers carry certificates at most. */
const headerCharactersLimit = 1 << 20
const signatureCharactersLimit = 1 << 16
const signaturesLimit = 1000

/**
 * @returns undefined for JSON that is nothing like a JWS.
 * @throws ServiceError `MALFORMED_DOCUMENT`, `LIMIT_EXCEEDED`, `UNSUPPORTED_FORMAT` for what is encrypted.
 */
export function parseJws(octets: Uint8Array): Jws | undefined {
  if (octets.length > jwsOctetsLimit) {
    throw new ServiceError(
      'LIMIT_EXCEEDED',
      `a JSON signature has ${octets.length} octets; at most ${jwsOctetsLimit} are read`,
    )
  }
  const first = octets.find((octet) => !isSpace(octet))
  if (first !== 0x7b) return readCompact(octets)
  const object = parseJsonObject('the JWS', octets)
  return resembles(object) ? readJson(object) : undefined
}

/** Much JSON speaks of signatures. What has a member of either serialisation where it belongs wants to be one. */
function resembles(object: JsonObject): boolean {
  if (['protected', 'ciphertext', 'recipients'].some((name) => object.has(name))) return true
  if (object.has('payload') && (object.has('signature') || object.has('signatures'))) return true
  const signatures = object.get('signatures')
  return isJsonArray(signatures) && signatures.some((one) => isJsonObject(one) && one.has('protected'))
}

/**
 * JWS Signing Input (RFC 7515 §5.1).
 *
 * @param payload as it was signed: ASCII of base64url, or with `b64` false (RFC 7797) the octets themselves.
 */
export function jwsSigningInput({ protectedText }: JwsSignature, payload: Uint8Array): Uint8Array {
  return concatBytes(utf8(`${protectedText}.`), payload)
}

/** One JWS within another, as a counter-signature is. @throws as `parseJws`. */
export function parseJwsValue(value: JsonValue): Jws {
  if (typeof value === 'string') return compactJws(value)
  if (isJsonObject(value)) return readJson(value)
  throw malformedJson('a JWS is neither a string nor an object')
}

function isSpace(octet: number): boolean {
  return octet === 0x20 || octet === 0x09 || octet === 0x0a || octet === 0x0d
}

/** RFC 7515 §7.1. A line end after it is of the file, not of the JWS. */
function readCompact(octets: Uint8Array): Jws {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets)
  } catch (error) {
    throw malformedJson('the JWS is no UTF-8', error)
  }
  return compactJws(text.replace(/^[ \t\r\n]{0,1000}/, '').replace(/[\r\n]{1,4}$/, ''))
}

function compactJws(text: string): Jws {
  const first = text.indexOf('.')
  const second = text.indexOf('.', first + 1)
  const third = text.indexOf('.', second + 1)
  if (first < 0 || second < 0) throw malformedJson('a compact JWS has three parts')
  if (third >= 0) {
    if (/^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*){4}$/.test(text)) throw encrypted()
    throw malformedJson('a compact JWS has three parts')
  }
  const payload = text.slice(first + 1, second)
  const signature = readSignature(text.slice(0, first), undefined, text.slice(second + 1))
  if (signature.b64) assertBase64Url('the payload', payload)
  return {
    serialization: 'compact',
    // Nothing tells an empty payload from a detached one; nobody signs nothing.
    payload: payload === '' ? undefined : payload,
    signatures: [signature],
  }
}

const membersOf = {
  flattened: ['payload', 'protected', 'header', 'signature'],
  general: ['payload', 'signatures'],
  signature: ['protected', 'header', 'signature'],
} as const

/** RFC 7515 §7.2. */
function readJson(jws: JsonObject): Jws {
  if (jws.has('ciphertext') || jws.has('recipients')) throw encrypted()
  const payload = jws.get('payload')
  if (payload !== undefined && typeof payload !== 'string') throw malformedJson('the payload is no string')
  const members = jws.get('signatures')
  const serialization = members === undefined ? 'flattened' : 'general'
  assertMembers('the JWS', jws, membersOf[serialization])
  const signatures: JwsSignature[] = []
  if (members === undefined) signatures.push(jsonSignature(jws))
  else {
    if (!isJsonArray(members) || members.length === 0) throw malformedJson('signatures is no array of some')
    if (members.length > signaturesLimit) {
      throw new ServiceError(
        'LIMIT_EXCEEDED',
        `the JWS has ${members.length} signatures; at most ${signaturesLimit} are read`,
      )
    }
    for (const member of members) {
      if (!isJsonObject(member)) throw malformedJson('a member of signatures is no object')
      assertMembers('a signature', member, membersOf.signature)
      signatures.push(jsonSignature(member))
    }
  }
  // RFC 7797 §3: there is one payload, so there is one way of signing it.
  const b64 = signatures[0]?.b64 ?? true
  if (signatures.some((signature) => signature.b64 !== b64))
    throw malformedJson('b64 differs between signatures')
  if (b64 && payload !== undefined) assertBase64Url('the payload', payload)
  return { serialization, payload: payload === '' ? undefined : payload, signatures }
}

/** RFC 7515 lets readers pass over other members; TS 119 182-1 has none, and a reader may be led to believe them. */
function assertMembers(name: string, object: JsonObject, known: readonly string[]): void {
  for (const member of object.keys()) {
    if (!known.includes(member))
      throw malformedJson(`${name} has the member ${JSON.stringify(member.slice(0, 100))}`)
  }
}

function jsonSignature(object: JsonObject): JwsSignature {
  const protectedText = object.get('protected') ?? ''
  const header = object.get('header')
  const signature = object.get('signature')
  if (typeof protectedText !== 'string') throw malformedJson('protected is no string')
  if (typeof signature !== 'string') throw malformedJson('signature is no string')
  if (header !== undefined && !isJsonObject(header)) throw malformedJson('header is no object')
  return readSignature(protectedText, header, signature)
}

function readSignature(
  protectedText: string,
  header: JsonObject | undefined,
  signatureText: string,
): JwsSignature {
  if (protectedText.length > headerCharactersLimit || signatureText.length > signatureCharactersLimit) {
    throw new ServiceError('LIMIT_EXCEEDED', 'a header or signature value of the JWS is too long')
  }
  const protectedHeader: JsonObject =
    protectedText === ''
      ? new Map()
      : parseJsonObject('the protected header', decodeBase64Url('the protected header', protectedText))
  const unprotectedHeader = header ?? new Map()
  for (const name of unprotectedHeader.keys()) {
    // RFC 7515 §7.2.1: disjoint.
    if (protectedHeader.has(name))
      throw malformedJson(`the header ${JSON.stringify(name.slice(0, 100))} occurs twice`)
  }
  for (const name of ['crit', 'b64']) {
    if (unprotectedHeader.has(name)) throw malformedJson(`the header ${name} is not protected`)
  }
  if (protectedHeader.has('etsiU')) throw malformedJson('the header etsiU is protected')
  return {
    protectedText,
    protectedHeader,
    unprotectedHeader,
    signatureText,
    signature: decodeBase64Url('the signature value', signatureText),
    b64: readB64(protectedHeader),
  }
}

/** RFC 7797 §3, §6: who does not know `b64` has to be stopped by `crit`. */
function readB64(header: JsonObject): boolean {
  const b64 = header.get('b64') ?? true
  if (typeof b64 !== 'boolean') throw malformedJson('b64 is neither true nor false')
  const crit = header.get('crit')
  if (!b64 && !(isJsonArray(crit) && crit.includes('b64'))) throw malformedJson('b64 is not in crit')
  return b64
}

function encrypted(): ServiceError {
  return new ServiceError('UNSUPPORTED_FORMAT', 'the file is encrypted (JWE), not signed')
}

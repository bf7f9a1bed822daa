// SubjectPublicKeyInfo read for the primitives of a browser (RFC 5280 §4.1.2.7, RFC 3279, RFC 4055, RFC 5480, RFC 8410,
// RFC 9881, RFC 9935).
// This room imports nothing, so it has a reader of its own: strict, and only for this one structure.

import { type HashAlgorithm, hashByOid } from './algorithms.ts'
import { type DsaPublicKey, isDsaKey } from './dsa-verify.ts'
import { mlDsaKeyOctets } from './primitives.ts'

export type SubjectPublicKey =
  | { readonly kind: 'ed25519' | 'ed448'; readonly point: Uint8Array }
  | { readonly kind: 'ml-dsa-44' | 'ml-dsa-65' | 'ml-dsa-87'; readonly key: Uint8Array }
  /** `curve` as OpenSSL calls it; `point` as SEC 1 §2.3.3 writes it. */
  | { readonly kind: 'ec'; readonly curve: string; readonly point: Uint8Array }
  | ({ readonly kind: 'dsa' } & DsaPublicKey)
  | {
      readonly kind: 'rsa'
      readonly modulus: bigint
      readonly publicExponent: bigint
      /** A key of id-RSASSA-PSS is for PSS alone, with these parameters where it states any (RFC 4055 §1.2). */
      readonly pss: 'no' | 'any' | PssRestriction
    }

export interface PssRestriction {
  readonly hash: HashAlgorithm
  readonly mgf1Hash: HashAlgorithm
  readonly minSaltOctets: number
}

/** The curves, by the octets of their object identifiers in hexadecimal. */
const curves: Readonly<Record<string, string>> = {
  '2a8648ce3d030107': 'prime256v1',
  '2b81040022': 'secp384r1',
  '2b81040023': 'secp521r1',
  '2b8104000a': 'secp256k1',
  '2b2403030208010107': 'brainpoolP256r1',
  '2b240303020801010b': 'brainpoolP384r1',
  '2b240303020801010d': 'brainpoolP512r1',
}

/** What else keys are agreed on or encapsulated by (RFC 8410, RFC 9935). */
const establishments: Readonly<Record<string, string>> = {
  '2b656e': 'X25519',
  '608648016503040401': 'ML-KEM-512',
  '608648016503040402': 'ML-KEM-768',
  '608648016503040403': 'ML-KEM-1024',
}

const oid = {
  rsaEncryption: '2a864886f70d010101',
  dsa: '2a8648ce380401',
  rsassaPss: '2a864886f70d01010a',
  mgf1: '2a864886f70d010108',
  ecPublicKey: '2a8648ce3d0201',
  ed25519: '2b6570',
  ed448: '2b6571',
  mlDsa44: '608648016503040311',
  mlDsa65: '608648016503040312',
  mlDsa87: '608648016503040313',
} as const

/** @returns undefined for anything malformed or not known. */
export function readSubjectPublicKey(spki: Uint8Array): SubjectPublicKey | undefined {
  const outer = children(spki, 0x30)
  const [algorithm, key] = outer ?? []
  const [identifier, parameters] = children(algorithm?.raw, 0x30) ?? []
  if (outer?.length !== 2 || identifier?.tag !== 0x06 || key?.tag !== 0x03 || key.content[0] !== 0)
    return undefined
  const bits = key.content.subarray(1)
  switch (identifier.content.toHex()) {
    case oid.ed25519:
      return parameters === undefined && bits.length === 32 ? { kind: 'ed25519', point: bits } : undefined
    case oid.ed448:
      return parameters === undefined && bits.length === 57 ? { kind: 'ed448', point: bits } : undefined
    case oid.mlDsa44:
      return parameters === undefined ? mlDsaKey('ml-dsa-44', bits) : undefined
    case oid.mlDsa65:
      return parameters === undefined ? mlDsaKey('ml-dsa-65', bits) : undefined
    case oid.mlDsa87:
      return parameters === undefined ? mlDsaKey('ml-dsa-87', bits) : undefined
    case oid.ecPublicKey: {
      const curve = namedCurve(parameters)
      return curve === undefined ? undefined : { kind: 'ec', curve, point: bits }
    }
    case oid.dsa:
      return dsaKey(parameters, key)
    case oid.rsaEncryption:
      return rsaKey(bits, 'no')
    case oid.rsassaPss: {
      const restriction = parameters === undefined ? 'any' : pssRestriction(parameters.raw)
      return restriction === undefined ? undefined : rsaKey(bits, restriction)
    }
    default:
      return undefined
  }
}

/**
 * What a key is agreed on or encapsulated by.
 *
 * @param der of SubjectPublicKeyInfo or of PrivateKeyInfo (RFC 5958 §2).
 * @returns a curve, X25519 or a parameter set of ML-KEM as OpenSSL calls it; undefined for anything malformed or not
 *   known.
 */
export function keyEstablishment(der: Uint8Array): string | undefined {
  const [first, second] = children(der, 0x30) ?? []
  // A PrivateKeyInfo begins with its version.
  const algorithm = first?.tag === 0x02 ? second : first
  const [identifier, parameters] = children(algorithm?.raw, 0x30) ?? []
  if (identifier?.tag !== 0x06) return undefined
  const name = identifier.content.toHex()
  if (name === oid.ecPublicKey) return namedCurve(parameters)
  return parameters === undefined ? establishments[name] : undefined
}

function namedCurve(parameters: Tlv | undefined): string | undefined {
  return parameters?.tag === 0x06 ? curves[parameters.content.toHex()] : undefined
}

function mlDsaKey(kind: keyof typeof mlDsaKeyOctets, key: Uint8Array): SubjectPublicKey | undefined {
  return key.length === mlDsaKeyOctets[kind] ? { kind, key } : undefined
}

function rsaKey(bits: Uint8Array, pss: 'no' | 'any' | PssRestriction): SubjectPublicKey | undefined {
  const [modulus, publicExponent, ...more] = (children(bits, 0x30) ?? []).map(positiveInteger)
  if (modulus === undefined || publicExponent === undefined || more.length > 0) return undefined
  return { kind: 'rsa', modulus, publicExponent, pss }
}

/** RFC 3279 §2.3.2. Parameters that are left to the issuer's key are not looked for there: without them it is no key. */
function dsaKey(parameters: Tlv | undefined, { content }: Tlv): SubjectPublicKey | undefined {
  const [p, q, g, ...more] = (children(parameters?.raw, 0x30) ?? []).map(positiveInteger)
  const value = tlvAt(content, 1)
  const y = value?.raw.length === content.length - 1 ? positiveInteger(value) : undefined
  if (p === undefined || q === undefined || g === undefined || y === undefined || more.length > 0)
    return undefined
  return isDsaKey({ p, q, g, y }) ? { kind: 'dsa', p, q, g, y } : undefined
}

function positiveInteger({ tag, content }: Tlv): bigint | undefined {
  const first = content[0] ?? 0x80
  const padded = content.length > 1 && first === 0 && (content[1] ?? 0) < 0x80
  if (tag !== 0x02 || first >= 0x80 || padded) return undefined
  return BigInt(`0x${content.toHex()}`)
}

/** RSASSA-PSS-params; absent fields have the defaults of RFC 4055 §3.1. */
function pssRestriction(parameters: Uint8Array): PssRestriction | undefined {
  let hash: HashAlgorithm | undefined = 'sha-1'
  let mgf1Hash: HashAlgorithm | undefined = 'sha-1'
  let minSaltOctets = 20
  for (const { tag, raw } of children(parameters, 0x30) ?? []) {
    const [inner] = children(raw, tag) ?? []
    if (tag === 0xa0) hash = hashOf(inner?.raw)
    else if (tag === 0xa1) {
      const [mask, maskHash] = children(inner?.raw, 0x30) ?? []
      mgf1Hash = mask?.content.toHex() === oid.mgf1 ? hashOf(maskHash?.raw) : undefined
    } else if (tag === 0xa2) minSaltOctets = Number((inner && positiveInteger(inner)) ?? 1_000_000)
    else if (tag !== 0xa3 || inner?.content.toHex() !== '01') return undefined
  }
  return hash === undefined || mgf1Hash === undefined ? undefined : { hash, mgf1Hash, minSaltOctets }
}

function hashOf(algorithm: Uint8Array | undefined): HashAlgorithm | undefined {
  const [identifier] = children(algorithm, 0x30) ?? []
  return identifier?.tag === 0x06 ? hashByOid(dotted(identifier.content)) : undefined
}

/** Hash identifiers have small arcs, and the first two fit one octet. */
function dotted(content: Uint8Array): string {
  const arcs: number[] = []
  let arc = 0
  for (const octet of content) {
    arc = arc * 128 + (octet & 0x7f)
    if (octet >= 0x80) continue
    if (arcs.length === 0)
      arcs.push(Math.min(2, Math.floor(arc / 40)), arc - 40 * Math.min(2, Math.floor(arc / 40)))
    else arcs.push(arc)
    arc = 0
  }
  return arcs.join('.')
}

interface Tlv {
  readonly tag: number
  readonly raw: Uint8Array
  readonly content: Uint8Array
}

/** The values inside a constructed one that has `tag` and fills `der`; undefined when that is not DER. */
function children(der: Uint8Array | undefined, tag: number): Tlv[] | undefined {
  const outer = der === undefined ? undefined : tlvAt(der, 0)
  if (der === undefined || outer?.tag !== tag || outer.raw.length !== der.length) return undefined
  const values: Tlv[] = []
  for (let at = 0; at < outer.content.length; ) {
    const value = tlvAt(outer.content, at)
    if (value === undefined) return undefined
    values.push(value)
    at += value.raw.length
  }
  return values
}

function tlvAt(bytes: Uint8Array, start: number): Tlv | undefined {
  const tag = bytes[start]
  let length = bytes[start + 1]
  let at = start + 2
  if (tag === undefined || length === undefined || (tag & 0x1f) === 0x1f) return undefined
  if (length >= 0x80) {
    const octets = length & 0x7f
    if (octets < 1 || octets > 3) return undefined
    length = 0
    for (let i = 0; i < octets; i++) length = length * 256 + (bytes[at++] ?? 0)
    if (length < 0x80 || length < 256 ** (octets - 1)) return undefined
  }
  if (at + length > bytes.length) return undefined
  return { tag, raw: bytes.subarray(start, at + length), content: bytes.subarray(at, at + length) }
}

// The protected header of JAdES (TS 119 182-1 §5.1, §5.2): what it says of certificate, time, content and policy.

import { fromBase64 } from '../../bytes.ts'
import type { HashAlgorithm } from '../../crypto/algorithms.ts'
import { digestByJsonName } from './algorithm.ts'
import { decodeBase64Url } from './base64url.ts'
import { readTstContainer } from './etsi-u.ts'
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue, malformedJson } from './json.ts'

export interface JadesHeader {
  readonly alg: string
  /** Header parameters that have to be understood; `invalid` when it is not what RFC 7515 §4.1.11 demands. */
  readonly crit: readonly string[] | 'invalid'
  /** DER, the signer's certificate first. */
  readonly x5c: readonly Uint8Array[]
  /** What names the signer's certificate: each has to fit it. */
  readonly certificateReferences: readonly CertificateReference[]
  /** It carries the certificate, or names it by a digest that nobody can forge: `x5t` with its SHA-1 does not. */
  readonly namesCertificate: boolean
  /** `sigT`. */
  readonly signingTime: Date | undefined
  /** `iat`. */
  readonly issuedAt: Date | undefined
  readonly sigD: SigD | undefined
  readonly hasSignaturePolicy: boolean
  /** DER of the tokens of `adoTst`. */
  readonly contentTimestamps: readonly Uint8Array[]
}

export interface CertificateReference {
  /** Undefined for an algorithm that is not known. */
  readonly hash: HashAlgorithm | undefined
  readonly digest: Uint8Array
}

/** Content that lies elsewhere (§5.2.8). */
export type SigD =
  /** Headers of an HTTP message, which a document is not. */
  | { readonly kind: 'http-headers' }
  | { readonly kind: 'by-uri'; readonly uris: readonly string[] }
  | {
      readonly kind: 'by-uri-hash'
      /** Undefined for an algorithm that is not known. */
      readonly hash: HashAlgorithm | undefined
      readonly objects: readonly { readonly uri: string; readonly digest: Uint8Array }[]
    }
  | { readonly kind: 'unknown'; readonly mechanism: string }

const referencesLimit = 100
const objectsLimit = 10_000

/** @throws ServiceError `MALFORMED_DOCUMENT` for a parameter of another type than it has to have. */
export function readJadesHeader(header: JsonObject): JadesHeader {
  const alg = header.get('alg')
  if (typeof alg !== 'string') throw malformedJson('alg is missing from the protected header')
  assertTypes(header)
  const x5c = readX5c(header)
  const certificateReferences = readReferences(header)
  return {
    alg,
    crit: readCrit(header.get('crit')),
    x5c,
    certificateReferences,
    namesCertificate: x5c.length > 0 || certificateReferences.some(({ hash }) => hash !== 'sha-1'),
    signingTime: readSigT(header.get('sigT')),
    issuedAt: readIat(header.get('iat')),
    sigD: readSigD(header.get('sigD')),
    hasSignaturePolicy: header.has('sigPId'),
    contentTimestamps: header.has('adoTst') ? readTstContainer('adoTst', header.get('adoTst')).tokens : [],
  }
}

/** Base64 of DER, in the protected header or in the other. @throws ServiceError `MALFORMED_DOCUMENT`. */
export function readX5c(header: JsonObject): readonly Uint8Array[] {
  const x5c = header.get('x5c')
  if (x5c === undefined) return []
  if (!isJsonArray(x5c) || x5c.length === 0 || x5c.length > referencesLimit) {
    throw malformedJson(`x5c is no array of one to ${referencesLimit} certificates`)
  }
  return x5c.map((one) => {
    const der = typeof one === 'string' ? fromBase64(one) : undefined
    return der ?? fail('x5c holds something that is no Base64')
  })
}

/** What is not otherwise read has at least the type that its clause gives it. */
function assertTypes(header: JsonObject): void {
  for (const name of ['kid', 'typ', 'cty', 'jku', 'x5u', 'x5t']) {
    const value = header.get(name)
    if (value !== undefined && typeof value !== 'string') throw malformedJson(`${name} is no string`)
  }
  for (const name of ['jwk', 'sigPId', 'sigPl', 'srAts']) {
    const value = header.get(name)
    if (value !== undefined && !isJsonObject(value)) throw malformedJson(`${name} is no object`)
  }
  const srCms = header.get('srCms')
  if (srCms !== undefined && !(isJsonArray(srCms) && srCms.every(isJsonObject))) {
    throw malformedJson('srCms is no array of objects')
  }
}

/** RFC 7515 §4.1.11: some names, none twice, each of them a header parameter that is there. */
function readCrit(crit: JsonValue | undefined): JadesHeader['crit'] {
  if (crit === undefined) return []
  if (!isJsonArray(crit) || crit.length === 0 || crit.length > referencesLimit) return 'invalid'
  const names = crit.filter((name) => typeof name === 'string')
  return names.length === crit.length && new Set(names).size === names.length ? names : 'invalid'
}

function readReferences(header: JsonObject): readonly CertificateReference[] {
  const references: CertificateReference[] = []
  const sha256 = header.get('x5t#S256')
  if (sha256 !== undefined) {
    if (typeof sha256 !== 'string') throw malformedJson('x5t#S256 is no string')
    references.push({ hash: 'sha-256', digest: decodeBase64Url('x5t#S256', sha256) })
  }
  const sha1 = header.get('x5t')
  if (typeof sha1 === 'string') references.push({ hash: 'sha-1', digest: decodeBase64Url('x5t', sha1) })
  const other = header.get('x5t#o')
  if (other !== undefined) references.push(readReference('x5t#o', other))
  const several = header.get('sigX5ts')
  if (several !== undefined) {
    if (!isJsonArray(several) || several.length > referencesLimit) throw malformedJson('sigX5ts is no array')
    const [signers] = several.map((one) => readReference('sigX5ts', one))
    references.push(signers ?? fail('sigX5ts is empty'))
  }
  return references
}

function readReference(name: string, value: JsonValue): CertificateReference {
  if (!isJsonObject(value)) throw malformedJson(`${name} is no object`)
  const algorithm = value.get('digAlg')
  const digest = value.get('digVal')
  if (typeof algorithm !== 'string' || typeof digest !== 'string') {
    throw malformedJson(`${name} has no digAlg or no digVal`)
  }
  return { hash: digestByJsonName(algorithm), digest: decodeBase64Url(name, digest) }
}

/** §5.2.1: UTC, without fractions of a second. */
function readSigT(value: JsonValue | undefined): Date | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)) {
    throw malformedJson('sigT is no time in UTC')
  }
  const time = new Date(value)
  // Date takes the 31st of a month of thirty days for the 1st of the next.
  if (Number.isNaN(time.getTime()) || time.toISOString().slice(0, 19) !== value.slice(0, 19)) {
    throw malformedJson('sigT is no time in UTC')
  }
  return time
}

/** Seconds since 1970 (RFC 7519 §4.1.6). Some wrote milliseconds, which is no time that could be believed. */
function readIat(value: JsonValue | undefined): Date | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'number') throw malformedJson('iat is no number')
  const time = new Date(Math.trunc(value) * 1000)
  return value >= 0 && value < latestSecond ? time : undefined
}

/** The end of the year 9999, after which ISO 8601 has other forms. */
const latestSecond = 253_402_300_800

const mechanisms = 'http://uri.etsi.org/19182/'

function readSigD(value: JsonValue | undefined): SigD | undefined {
  if (value === undefined) return undefined
  if (!isJsonObject(value)) throw malformedJson('sigD is no object')
  const mechanism = value.get('mId')
  if (typeof mechanism !== 'string') throw malformedJson('sigD names no mechanism')
  if (mechanism === `${mechanisms}HttpHeaders`) return { kind: 'http-headers' }
  if (mechanism !== `${mechanisms}ObjectIdByURI` && mechanism !== `${mechanisms}ObjectIdByURIHash`) {
    return { kind: 'unknown', mechanism }
  }
  const uris = strings('sigD pars', value.get('pars'))
  if (mechanism === `${mechanisms}ObjectIdByURI`) return { kind: 'by-uri', uris }
  const algorithm = value.get('hashM')
  if (typeof algorithm !== 'string') throw malformedJson('sigD has no hashM')
  const hashes = strings('sigD hashV', value.get('hashV'))
  if (hashes.length !== uris.length) throw malformedJson('sigD names not as many digests as objects')
  const hash = digestByJsonName(algorithm)
  // Digests by an algorithm that is not known are in whatever form they like.
  if (hash === undefined) return { kind: 'by-uri-hash', hash, objects: [] }
  const objects = hashes.map((text, i) => ({ uri: uris[i] ?? '', digest: decodeBase64Url('hashV', text) }))
  return { kind: 'by-uri-hash', hash, objects }
}

function strings(name: string, value: JsonValue | undefined): readonly string[] {
  if (!isJsonArray(value) || value.length === 0 || value.length > objectsLimit) {
    throw malformedJson(`${name} is no array of one to ${objectsLimit} strings`)
  }
  return value.map((one) =>
    typeof one === 'string' ? one : fail(`${name} holds something else than strings`),
  )
}

function fail(why: string): never {
  throw malformedJson(why)
}

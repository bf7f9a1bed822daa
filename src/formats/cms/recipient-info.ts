// RecipientInfos of a stranger as readonly values: who may open an envelope, and what their keys are asked for.
// RFC 5652 §6.2, RFC 3560 (OAEP), RFC 5753 and RFC 8418 (agreement), RFC 9629 and RFC 9936 (encapsulation), RFC 3211.

import type { HashAlgorithm } from '../../crypto/algorithms.ts'
import { type KeyWrap, keyWraps, type WrappedContentKey } from '../../crypto/wrapped-content-key.ts'
import { ServiceError } from '../../errors.ts'
import { oids } from '../asn1/oids.ts'
import { type DerReader, parseDer } from '../asn1/reader.ts'
import { contextConstructed, contextPrimitive, tags } from '../asn1/tags.ts'
import { bitString, integer, objectIdentifier, octetString, sequence, tagged } from '../asn1/writer.ts'
import {
  type AlgorithmIdentifier,
  hashAlgorithmOf,
  mgf1HashOf,
  readAlgorithmIdentifier,
} from '../x509/signature-scheme.ts'

/** Names the recipient's certificate. */
export type RecipientIdentifier =
  | {
      readonly kind: 'issuerAndSerialNumber'
      /** DER of Name. */
      readonly issuer: Uint8Array
      /** Content octets of the INTEGER. */
      readonly serialNumber: Uint8Array
    }
  | { readonly kind: 'subjectKeyIdentifier'; readonly keyIdentifier: Uint8Array }

export interface PasswordDerivation {
  readonly hash: HashAlgorithm
  readonly salt: Uint8Array
  readonly iterations: number
  readonly keyOctets: 16 | 24 | 32
  readonly iv: Uint8Array
  readonly encryptedKey: Uint8Array
}

export type RecipientInfo =
  | {
      readonly kind: 'key'
      /** DER of the RecipientInfo; several recipients of one key agreement share it. */
      readonly der: Uint8Array
      readonly identifier: RecipientIdentifier
      readonly wrapped: WrappedContentKey
    }
  | { readonly kind: 'password'; readonly der: Uint8Array; readonly derivation: PasswordDerivation }
  /** Known to be there and not opened; `why` is for people. */
  | {
      readonly kind: 'unsupported'
      readonly der: Uint8Array
      readonly identifier: RecipientIdentifier | undefined
      readonly why: string
    }

const mostRecipients = 10_000

/**
 * PBKDF2 is the sender's to choose and the reader's to pay: beyond this an envelope is an attack.
 * At 600,000 and SHA-256 (OWASP, 2023) a guess takes about a third of a second.
 */
const mostIterations = 10_000_000

/**
 * @param der of the SET OF RecipientInfo.
 * @throws ServiceError `MALFORMED_DER`, `LIMIT_EXCEEDED`.
 */
export function parseRecipientInfos(der: Uint8Array): readonly RecipientInfo[] {
  const recipients = parseDer('RecipientInfos', der, (reader) =>
    reader.each(tags.set, readRecipientInfo),
  ).flat()
  if (recipients.length > mostRecipients)
    throw new ServiceError(
      'LIMIT_EXCEEDED',
      `${recipients.length} recipients; at most ${mostRecipients} are read`,
    )
  return recipients
}

export function sameRecipient(a: RecipientIdentifier, b: RecipientIdentifier): boolean {
  return recipientName(a) === recipientName(b)
}

/** A text that is equal for equal identifiers and for no others. */
export function recipientName(identifier: RecipientIdentifier): string {
  return identifier.kind === 'subjectKeyIdentifier'
    ? `ski ${identifier.keyIdentifier.toHex()}`
    : `${identifier.issuer.toHex()} ${identifier.serialNumber.toHex()}`
}

function readRecipientInfo(set: DerReader): readonly RecipientInfo[] {
  const { raw: der } = set.element()
  const reader = set.reopen(der)
  switch (der[0]) {
    case tags.sequence:
      return [reader.sequence((fields) => readKeyTransport(der, fields))]
    case contextConstructed(1):
      return reader.inside(contextConstructed(1), (fields) => readKeyAgreement(der, fields))
    case contextConstructed(3):
      return [reader.inside(contextConstructed(3), (fields) => readPassword(der, fields))]
    case contextConstructed(4):
      return [reader.inside(contextConstructed(4), (fields) => readOther(der, fields))]
    default:
      return [unsupported(der, undefined, 'a kind of recipient that is not known')]
  }
}

function readKeyTransport(der: Uint8Array, fields: DerReader): RecipientInfo {
  fields.smallInteger(255)
  const identifier = readIdentifier(fields)
  const algorithm = readAlgorithmIdentifier(fields)
  const encryptedKey = fields.octetString()
  if (algorithm.oid === oids.rsaEncryption)
    return unsupported(
      der,
      identifier,
      'RSA with PKCS#1 v1.5: whoever may ask often enough opens it without the key (RFC 8017 §7.2)',
    )
  const scheme = algorithm.oid === oids.rsaesOaep ? oaepScheme(algorithm) : undefined
  if (scheme === undefined)
    return unsupported(der, identifier, `key transport by ${algorithm.oid}, or its parameters`)
  return { kind: 'key', der, identifier, wrapped: { kind: 'key-transport', ...scheme, encryptedKey } }
}

/** RSAES-OAEP-params (RFC 4055 §4.1); absent fields have the defaults that it names. */
function oaepScheme({ parameters }: AlgorithmIdentifier):
  | {
      readonly hash: HashAlgorithm
      readonly mgf1Hash: HashAlgorithm
      readonly label: Uint8Array
    }
  | undefined {
  if (parameters === undefined) return undefined
  return parseDer('RSAES-OAEP-params', parameters, (reader) =>
    reader.sequence((fields) => {
      const hash = fields.optionalInside(contextConstructed(0), readAlgorithmIdentifier)
      const mask = fields.optionalInside(contextConstructed(1), readAlgorithmIdentifier)
      const source = fields.optionalInside(contextConstructed(2), readAlgorithmIdentifier)
      const hashName = hash === undefined ? 'sha-1' : hashAlgorithmOf(hash)
      const mgf1Hash = mask === undefined ? 'sha-1' : mgf1HashOf(mask)
      const label = source === undefined ? new Uint8Array(0) : labelOf(source)
      if (hashName === undefined || mgf1Hash === undefined || label === undefined) return undefined
      return { hash: hashName, mgf1Hash, label }
    }),
  )
}

function labelOf({ oid, parameters }: AlgorithmIdentifier): Uint8Array | undefined {
  if (oid !== oids.pSpecified || parameters?.[0] !== tags.octetString) return undefined
  return parseDer('pSourceFunc', parameters, (reader) => reader.octetString())
}

const agreementKdfs: Readonly<
  Record<string, { readonly kind: 'x963' | 'hkdf'; readonly hash: HashAlgorithm }>
> = {
  [oids.stdDhSha1Kdf]: { kind: 'x963', hash: 'sha-1' },
  [oids.stdDhSha224Kdf]: { kind: 'x963', hash: 'sha-224' },
  [oids.stdDhSha256Kdf]: { kind: 'x963', hash: 'sha-256' },
  [oids.stdDhSha384Kdf]: { kind: 'x963', hash: 'sha-384' },
  [oids.stdDhSha512Kdf]: { kind: 'x963', hash: 'sha-512' },
  [oids.stdDhHkdfSha256]: { kind: 'hkdf', hash: 'sha-256' },
  [oids.stdDhHkdfSha384]: { kind: 'hkdf', hash: 'sha-384' },
  [oids.stdDhHkdfSha512]: { kind: 'hkdf', hash: 'sha-512' },
}

const wrapsByOid: Readonly<Record<string, KeyWrap>> = {
  [oids.aes128Wrap]: 'aes-128-wrap',
  [oids.aes192Wrap]: 'aes-192-wrap',
  [oids.aes256Wrap]: 'aes-256-wrap',
}

function readKeyAgreement(der: Uint8Array, fields: DerReader): readonly RecipientInfo[] {
  fields.smallInteger(255)
  const originator = fields.inside(contextConstructed(0), readOriginator)
  const ukm = fields.optionalInside(contextConstructed(1), (inner) => inner.octetString())
  const algorithm = readAlgorithmIdentifier(fields)
  const recipients = fields.each(tags.sequence, (list) =>
    list.sequence((one) => ({
      identifier: one.isNext(contextConstructed(0)) ? readKeyIdentifier(one) : readIdentifier(one),
      encryptedKey: one.octetString(),
    })),
  )
  const kdf = Object.hasOwn(agreementKdfs, algorithm.oid) ? agreementKdfs[algorithm.oid] : undefined
  const wrapping = algorithm.parameters === undefined ? undefined : wrappingOf(algorithm.parameters)
  return recipients.map(({ identifier, encryptedKey }) => {
    if (kdf === undefined || wrapping === undefined || originator === undefined)
      return unsupported(der, identifier, `key agreement by ${algorithm.oid}, or its parameters`)
    const sharedInfo = eccSharedInfo(wrapping.der, ukm, keyWraps[wrapping.wrap].keyOctets)
    const { wrap } = wrapping
    return {
      kind: 'key',
      der,
      identifier,
      wrapped: { kind: 'key-agreement', originator, kdf, sharedInfo, wrap, encryptedKey },
    }
  })
}

/** The ephemeral key as SubjectPublicKeyInfo; undefined for a static one, which is not supported. */
function readOriginator(choice: DerReader): Uint8Array | undefined {
  if (!choice.isNext(contextConstructed(1))) {
    choice.element()
    return undefined
  }
  return choice.inside(contextConstructed(1), (fields) => {
    const algorithm = readAlgorithmIdentifier(fields)
    const point = fields.wholeOctets()
    // RFC 5753 §7.2 lets the curve be left out, since it is the recipient's: then its length tells it.
    if (algorithm.oid === oids.ecPublicKey && algorithm.parameters?.[0] !== tags.oid) {
      const curve = curveByPointOctets[point.length]
      if (curve === undefined) return undefined
      return sequence(sequence(objectIdentifier(oids.ecPublicKey), objectIdentifier(curve)), bitString(point))
    }
    return sequence(algorithm.der, bitString(point))
  })
}

const curveByPointOctets: Readonly<Record<number, string>> = {
  33: oids.prime256v1,
  65: oids.prime256v1,
  49: oids.secp384r1,
  97: oids.secp384r1,
  67: oids.secp521r1,
  133: oids.secp521r1,
}

/** RFC 5753 §7.2. @param keyInfo DER of the AlgorithmIdentifier of the key wrap. */
export function eccSharedInfo(
  keyInfo: Uint8Array,
  ukm: Uint8Array | undefined,
  kekOctets: number,
): Uint8Array {
  const suppPubInfo = new Uint8Array(4)
  new DataView(suppPubInfo.buffer).setUint32(0, 8 * kekOctets)
  const entityUInfo = ukm === undefined ? [] : [tagged(0, octetString(ukm))]
  return sequence(keyInfo, ...entityUInfo, tagged(2, octetString(suppPubInfo)))
}

const kemKdfs: Readonly<Record<string, HashAlgorithm>> = {
  [oids.hkdfSha256]: 'sha-256',
  [oids.hkdfSha384]: 'sha-384',
  [oids.hkdfSha512]: 'sha-512',
}
const kems: ReadonlySet<string> = new Set([oids.mlKem512, oids.mlKem768, oids.mlKem1024])

function readOther(der: Uint8Array, fields: DerReader): RecipientInfo {
  const type = fields.oid()
  if (type !== oids.kemRecipientInfo) {
    fields.element()
    return unsupported(der, undefined, `a recipient of the type ${type}`)
  }
  return fields.sequence((kem) => {
    kem.smallInteger(255)
    const identifier = readIdentifier(kem)
    const algorithm = readAlgorithmIdentifier(kem)
    const ciphertext = kem.octetString()
    const kdf = readAlgorithmIdentifier(kem)
    const kekOctets = kem.smallInteger(65_535)
    const ukm = kem.optionalInside(contextConstructed(0), (inner) => inner.octetString())
    const wrapping = wrappingOf(kem.raw(tags.sequence))
    const encryptedKey = kem.octetString()
    const hash = Object.hasOwn(kemKdfs, kdf.oid) ? kemKdfs[kdf.oid] : undefined
    if (!kems.has(algorithm.oid) || hash === undefined || wrapping === undefined)
      return unsupported(der, identifier, `key encapsulation by ${algorithm.oid} with ${kdf.oid}`)
    if (kekOctets !== keyWraps[wrapping.wrap].keyOctets)
      return unsupported(der, identifier, 'a key-encryption key of another length than its algorithm')
    const info = kemOtherInfo(wrapping.der, kekOctets, ukm)
    const { wrap } = wrapping
    return {
      kind: 'key',
      der,
      identifier,
      wrapped: {
        kind: 'key-encapsulation',
        ciphertext,
        kdf: { kind: 'hkdf', hash },
        info,
        kekOctets,
        wrap,
        encryptedKey,
      },
    }
  })
}

/** CMSORIforKEMOtherInfo (RFC 9629 §5). @param wrap DER of the AlgorithmIdentifier of the key wrap. */
export function kemOtherInfo(wrap: Uint8Array, kekOctets: number, ukm?: Uint8Array): Uint8Array {
  return sequence(wrap, integer(kekOctets), ...(ukm === undefined ? [] : [tagged(0, octetString(ukm))]))
}

const prfs: Readonly<Record<string, HashAlgorithm>> = {
  [oids.hmacSha1]: 'sha-1',
  [oids.hmacSha256]: 'sha-256',
  [oids.hmacSha384]: 'sha-384',
  [oids.hmacSha512]: 'sha-512',
}
const cbcOctets: Readonly<Record<string, 16 | 24 | 32>> = {
  [oids.aes128Cbc]: 16,
  [oids.aes192Cbc]: 24,
  [oids.aes256Cbc]: 32,
}

function readPassword(der: Uint8Array, fields: DerReader): RecipientInfo {
  fields.smallInteger(255)
  const derivation = fields.optional(contextConstructed(0), (f) =>
    readAlgorithmIdentifier(f, contextConstructed(0)),
  )
  const encryption = readAlgorithmIdentifier(fields)
  const encryptedKey = fields.octetString()
  const cipher =
    encryption.oid === oids.pwriKek && encryption.parameters !== undefined
      ? cbcOf(encryption.parameters)
      : undefined
  const pbkdf2 =
    derivation?.oid === oids.pbkdf2 && derivation.parameters !== undefined
      ? pbkdf2Of(derivation.parameters)
      : undefined
  if (cipher === undefined || pbkdf2 === undefined)
    return unsupported(der, undefined, 'a password by another algorithm than PBKDF2 and PWRI-KEK')
  const { keyOctets, iv } = cipher
  if (pbkdf2.keyOctets !== undefined && pbkdf2.keyOctets !== keyOctets)
    return unsupported(der, undefined, 'a password key of another length than its cipher')
  const { hash, salt, iterations } = pbkdf2
  return { kind: 'password', der, derivation: { hash, salt, iterations, keyOctets, iv, encryptedKey } }
}

/** PBKDF2-params (RFC 8018 appendix A.2). */
function pbkdf2Of(parameters: Uint8Array):
  | {
      readonly hash: HashAlgorithm
      readonly salt: Uint8Array
      readonly iterations: number
      readonly keyOctets: number | undefined
    }
  | undefined {
  return parseDer('PBKDF2-params', parameters, (reader) =>
    reader.sequence((fields) => {
      const salt = fields.octetString()
      const iterations = fields.smallInteger(0xffff_ffff)
      const keyOctets = fields.optional(tags.integer, (f) => f.smallInteger(65_535))
      const prf = fields.atEnd ? oids.hmacSha1 : readAlgorithmIdentifier(fields).oid
      const hash = Object.hasOwn(prfs, prf) ? prfs[prf] : undefined
      if (iterations > mostIterations)
        throw new ServiceError(
          'LIMIT_EXCEEDED',
          `a password is to be hashed ${iterations} times; at most ${mostIterations} are done`,
        )
      return hash === undefined || iterations === 0 ? undefined : { hash, salt, iterations, keyOctets }
    }),
  )
}

function cbcOf(der: Uint8Array): { readonly keyOctets: 16 | 24 | 32; readonly iv: Uint8Array } | undefined {
  const { oid, parameters } = parseDer('PWRI-KEK', der, (reader) => readAlgorithmIdentifier(reader))
  const keyOctets = Object.hasOwn(cbcOctets, oid) ? cbcOctets[oid] : undefined
  if (keyOctets === undefined || parameters?.[0] !== tags.octetString) return undefined
  const iv = parseDer('IV', parameters, (reader) => reader.octetString())
  return iv.length === 16 ? { keyOctets, iv } : undefined
}

function wrappingOf(der: Uint8Array): { readonly wrap: KeyWrap; readonly der: Uint8Array } | undefined {
  if (der[0] !== tags.sequence) return undefined
  const { oid } = parseDer('KeyWrapAlgorithm', der, (reader) => readAlgorithmIdentifier(reader))
  const wrap = Object.hasOwn(wrapsByOid, oid) ? wrapsByOid[oid] : undefined
  return wrap === undefined ? undefined : { wrap, der }
}

function readIdentifier(fields: DerReader): RecipientIdentifier {
  if (fields.isNext(contextPrimitive(0)))
    return { kind: 'subjectKeyIdentifier', keyIdentifier: fields.octetString(contextPrimitive(0)) }
  return fields.sequence((inner) => ({
    kind: 'issuerAndSerialNumber',
    issuer: inner.raw(tags.sequence),
    serialNumber: inner.integerContent(),
  }))
}

/** RecipientKeyIdentifier of a key agreement (RFC 5652 §6.2.2); its date and other attributes tell nothing here. */
function readKeyIdentifier(fields: DerReader): RecipientIdentifier {
  const inner = fields.enter(contextConstructed(0))
  return { kind: 'subjectKeyIdentifier', keyIdentifier: inner.octetString() }
}

function unsupported(
  der: Uint8Array,
  identifier: RecipientIdentifier | undefined,
  why: string,
): RecipientInfo {
  return { kind: 'unsupported', der, identifier, why }
}

// CertificateList as a readonly value (RFC 5280 §5). Entries are looked up in place: a list of a million costs no
// object each, so no limit on the number of values applies here.

import { equalBytes } from '../../bytes.ts'
import { oids } from '../asn1/oids.ts'
import { type DerReader, parseDer } from '../asn1/reader.ts'
import { contextConstructed, contextPrimitive, tags } from '../asn1/tags.ts'
import {
  type AuthorityKeyIdentifier,
  type DistributionPointName,
  type Extension,
  parseAuthorityKeyIdentifier,
  readDistributionPointName,
  readExtensions,
} from './extensions.ts'
import { type Name, readName } from './name.ts'
import { type ParsedGeneralName, readGeneralName } from './parse-general-name.ts'
import { type AlgorithmIdentifier, readAlgorithmIdentifier } from './signature-scheme.ts'

export interface IssuingDistributionPoint {
  readonly distributionPoint: DistributionPointName | undefined
  readonly onlyContainsUserCerts: boolean
  readonly onlyContainsCACerts: boolean
  readonly onlySomeReasons: ReadonlySet<number> | undefined
  readonly indirectCRL: boolean
  readonly onlyContainsAttributeCerts: boolean
}

export interface RevokedCertificate {
  readonly revocationDate: Date
  /** CRLReason; 0 (unspecified) when absent. */
  readonly reason: number
  /** The name that certificateIssuer gives, for the CRL's own issuer undefined (RFC 5280 §5.3.3). */
  readonly certificateIssuer: readonly ParsedGeneralName[] | undefined
}

export interface CertificateList {
  readonly der: Uint8Array
  readonly tbsCertList: Uint8Array
  readonly issuer: Name
  readonly thisUpdate: Date
  readonly nextUpdate: Date | undefined
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly signatureValue: Uint8Array
  readonly extensions: readonly Extension[]
  readonly authorityKeyIdentifier: AuthorityKeyIdentifier | undefined
  readonly cRLNumber: bigint | undefined
  /** BaseCRLNumber of a delta CRL. */
  readonly deltaCRLIndicator: bigint | undefined
  readonly issuingDistributionPoint: IssuingDistributionPoint | undefined
  /**
   * Entries for a serial number (content octets of the INTEGER), in the order of the list.
   *
   * @throws ServiceError `MALFORMED_DER` when such an entry is not what RFC 5280 §5.1.2.6 says, or has a critical
   *   extension that is not known: then nobody can say what the entry means.
   */
  entriesFor(serialNumber: Uint8Array): readonly RevokedCertificate[]
}

/** A list of 100 MB holds about three million entries. */
const certificateListOctetsLimit = 100 << 20

const limits = { depth: 40, nodes: Number.MAX_SAFE_INTEGER }

/**
 * @throws ServiceError `MALFORMED_DER`, `LIMIT_EXCEEDED`.
 */
export function parseCertificateList(der: Uint8Array): CertificateList {
  return parseDer(
    'CertificateList',
    der,
    (reader) => {
      if (der.length > certificateListOctetsLimit) {
        reader.fail(`list exceeds ${certificateListOctetsLimit} octets`)
      }
      return reader.sequence((fields) => {
        const tbsCertList = fields.raw(tags.sequence)
        const { signature, ...rest } = fields.reopen(tbsCertList).sequence(readTbsCertList)
        const signatureAlgorithm = readAlgorithmIdentifier(fields)
        if (!equalBytes(signatureAlgorithm.der, signature.der)) {
          fields.fail('signatureAlgorithm differs from the signature field inside')
        }
        return { der, tbsCertList, ...rest, signatureAlgorithm, signatureValue: fields.wholeOctets() }
      })
    },
    limits,
  )
}

function readTbsCertList(tbs: DerReader) {
  // Version 2, or version 1 by absence (RFC 5280 §5.1.2.1).
  const version = tbs.optional(tags.integer, (f) => f.smallInteger(1)) ?? 0
  const signature = readAlgorithmIdentifier(tbs)
  const issuer = readName(tbs)
  const thisUpdate = tbs.time()
  const nextUpdate = tbs.isNext(tags.utcTime) || tbs.isNext(tags.generalizedTime) ? tbs.time() : undefined
  const revoked = tbs.optional(tags.sequence, (f) => f.content(tags.sequence)) ?? new Uint8Array(0)
  assertEntries(revoked)
  const extensions = tbs.optionalInside(contextConstructed(0), readExtensions) ?? []
  if (extensions.length > 0 && version !== 1) tbs.fail('extensions in a list that is not version 2')
  const value = <T>(oid: string, read: (reader: DerReader) => T): T | undefined => {
    const found = extensions.find((extension) => extension.oid === oid)
    return found === undefined ? undefined : parseDer(`CRL extension ${oid}`, found.value, read)
  }
  const issuingDistributionPoint = value(oids.issuingDistributionPoint, readIssuingDistributionPoint)
  return {
    signature,
    issuer,
    thisUpdate,
    nextUpdate,
    extensions,
    authorityKeyIdentifier: parseAuthorityKeyIdentifier(extensions),
    cRLNumber: value(oids.cRLNumber, (r) => r.integer()),
    deltaCRLIndicator: value(oids.deltaCRLIndicator, (r) => r.integer()),
    issuingDistributionPoint,
    entriesFor: (serialNumber: Uint8Array) =>
      findEntries(revoked, serialNumber, issuingDistributionPoint?.indirectCRL === true),
  }
}

function readIssuingDistributionPoint(reader: DerReader): IssuingDistributionPoint {
  return reader.sequence((fields) => ({
    distributionPoint: fields.optionalInside(contextConstructed(0), readDistributionPointName),
    onlyContainsUserCerts: fields.booleanDefaultFalse(contextPrimitive(1)),
    onlyContainsCACerts: fields.booleanDefaultFalse(contextPrimitive(2)),
    onlySomeReasons: fields.optional(contextPrimitive(3), (f) => f.namedBits(contextPrimitive(3))),
    indirectCRL: fields.booleanDefaultFalse(contextPrimitive(4)),
    onlyContainsAttributeCerts: fields.booleanDefaultFalse(contextPrimitive(5)),
  }))
}

/** Entry extensions that we understand (RFC 5280 §5.3). */
const knownEntryExtensions: readonly string[] = [oids.reasonCode, oids.invalidityDate, oids.certificateIssuer]

/** One pass over all entries, which checks their outer form, so that lookups may trust the lengths. */
function assertEntries(revoked: Uint8Array): void {
  parseDer(
    'revokedCertificates',
    revoked,
    (list) => {
      while (!list.atEnd) {
        const start = list.offset
        const content = list.content(tags.sequence)
        const serialOctets = content[1] ?? 0
        if (
          content[0] !== tags.integer ||
          serialOctets === 0 ||
          serialOctets > Math.min(0x7f, content.length - 2)
        ) {
          list.fail('entry does not begin with a serial number', start)
        }
      }
    },
    limits,
  )
}

/** A scan without objects: a hundred thousand entries take about a millisecond, less than sorting them once would. */
function findEntries(
  revoked: Uint8Array,
  serialNumber: Uint8Array,
  indirect: boolean,
): readonly RevokedCertificate[] {
  const found: RevokedCertificate[] = []
  // In an indirect CRL certificateIssuer holds for the entries that follow too (RFC 5280 §5.3.3).
  let certificateIssuer: readonly ParsedGeneralName[] | undefined
  for (let start = 0; start < revoked.length; ) {
    let at = start + 1
    let length = revoked[at++] ?? 0
    if (length >= 0x80) {
      let octets = length & 0x7f
      for (length = 0; octets > 0; octets--) length = length * 256 + (revoked[at++] ?? 0)
    }
    const end = at + length
    if (indirect && contains(revoked, certificateIssuerOid, at, end)) {
      certificateIssuer = readCertificateIssuer(revoked.subarray(start, end)) ?? certificateIssuer
    }
    if (revoked[at + 1] === serialNumber.length && startsWith(revoked, serialNumber, at + 2)) {
      found.push(readEntry(revoked.subarray(start, end), certificateIssuer))
    }
    start = end
  }
  return found
}

function readEntry(
  der: Uint8Array,
  certificateIssuer: readonly ParsedGeneralName[] | undefined,
): RevokedCertificate {
  return parseDer('revokedCertificates entry', der, (reader) =>
    reader.sequence((fields) => {
      fields.integerContent()
      const revocationDate = fields.time()
      const extensions = fields.atEnd ? [] : readExtensions(fields)
      for (const { oid, critical } of extensions) {
        if (critical && !knownEntryExtensions.includes(oid))
          fields.fail(`critical extension ${oid} is not known`)
      }
      const reasonCode = extensions.find(({ oid }) => oid === oids.reasonCode)
      const reason =
        reasonCode === undefined
          ? 0
          : parseDer('reasonCode', reasonCode.value, (r) => r.smallInteger(10, tags.enumerated))
      return { revocationDate, reason, certificateIssuer }
    }),
  )
}

/** The octets of the OID certificateIssuer, 2.5.29.29, as they stand in an entry. */
const certificateIssuerOid = Uint8Array.of(0x06, 0x03, 0x55, 0x1d, 0x1d)

function readCertificateIssuer(der: Uint8Array): readonly ParsedGeneralName[] | undefined {
  return parseDer('revokedCertificates entry', der, (reader) =>
    reader.sequence((fields) => {
      fields.integerContent()
      fields.time()
      const extension = fields.atEnd
        ? undefined
        : readExtensions(fields).find(({ oid }) => oid === oids.certificateIssuer)
      if (extension === undefined) return undefined
      return parseDer('certificateIssuer', extension.value, (r) => r.each(tags.sequence, readGeneralName))
    }),
  )
}

function contains(bytes: Uint8Array, part: Uint8Array, start: number, end: number): boolean {
  const first = part[0] ?? 0
  for (let at = start; at <= end - part.length; at++) {
    if (bytes[at] === first && startsWith(bytes, part, at)) return true
  }
  return false
}

function startsWith(bytes: Uint8Array, part: Uint8Array, at: number): boolean {
  for (let i = 0; i < part.length; i++) if (bytes[at + i] !== part[i]) return false
  return true
}

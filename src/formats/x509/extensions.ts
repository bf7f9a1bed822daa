// Extensions of certificates as readonly values (RFC 5280 §4.2). Extensions that CRLs share are read here too.

import { oids } from '../asn1/oids.ts'
import { type DerReader, parseDer } from '../asn1/reader.ts'
import { decodeString } from '../asn1/strings.ts'
import { contextConstructed, contextPrimitive, tags } from '../asn1/tags.ts'
import { type KeyUsage, keyUsageBits } from './key-usage.ts'
import { type NameAttribute, readRelativeName } from './name.ts'
import { type ParsedGeneralName, readGeneralName } from './parse-general-name.ts'

export interface Extension {
  /** Dotted object identifier. */
  readonly oid: string
  readonly critical: boolean
  /** What is inside the OCTET STRING. */
  readonly value: Uint8Array
}

export interface AuthorityKeyIdentifier {
  readonly keyIdentifier: Uint8Array | undefined
}

/** Base of a subtree; `minimum` and `maximum` are refused (RFC 5280 §4.2.1.10). */
export interface NameConstraints {
  readonly permitted: readonly ParsedGeneralName[]
  readonly excluded: readonly ParsedGeneralName[]
}

export interface PolicyInformation {
  readonly policy: string
  /** DER of each PolicyQualifierInfo. */
  readonly qualifiers: readonly Uint8Array[]
}

export type DistributionPointName =
  | { readonly kind: 'fullName'; readonly names: readonly ParsedGeneralName[] }
  /** Relative to the name of the CRL's issuer. */
  | { readonly kind: 'relative'; readonly attributes: readonly NameAttribute[] }

export interface DistributionPoint {
  readonly name: DistributionPointName | undefined
  /** Bits of ReasonFlags; undefined means all. */
  readonly reasons: ReadonlySet<number> | undefined
  readonly cRLIssuer: readonly ParsedGeneralName[] | undefined
}

export interface AccessDescription {
  readonly method: string
  readonly location: ParsedGeneralName
}

/** What validation looks at. Absent extensions are undefined. */
export interface CertificateExtensions {
  readonly all: readonly Extension[]
  readonly keyUsage: ReadonlySet<KeyUsage> | undefined
  readonly basicConstraints:
    | { readonly cA: boolean; readonly pathLenConstraint: number | undefined }
    | undefined
  readonly extKeyUsage: readonly string[] | undefined
  readonly subjectKeyIdentifier: Uint8Array | undefined
  readonly authorityKeyIdentifier: AuthorityKeyIdentifier | undefined
  readonly subjectAltName: readonly ParsedGeneralName[] | undefined
  readonly nameConstraints: NameConstraints | undefined
  readonly certificatePolicies: readonly PolicyInformation[] | undefined
  readonly policyMappings:
    | readonly { readonly issuerDomain: string; readonly subjectDomain: string }[]
    | undefined
  readonly policyConstraints:
    | {
        readonly requireExplicitPolicy: number | undefined
        readonly inhibitPolicyMapping: number | undefined
      }
    | undefined
  readonly inhibitAnyPolicy: number | undefined
  readonly cRLDistributionPoints: readonly DistributionPoint[] | undefined
  readonly freshestCRL: readonly DistributionPoint[] | undefined
  readonly authorityInfoAccess: readonly AccessDescription[] | undefined
  /** RFC 6960 §4.2.2.2.1: a delegated responder whose certificate is not to be checked for revocation. */
  readonly ocspNoCheck: boolean
  /** ETSI EN 319 412-1 §5.2 or RFC 9608: so short-lived that no revocation information exists; never of an authority. */
  readonly noRevocation: boolean
}

/** Extensions, each at most once (RFC 5280 §4.2). */
export function readExtensions(reader: DerReader, tag: number = tags.sequence): Extension[] {
  const seen = new Set<string>()
  const offset = reader.offset
  const extensions = reader.each(tag, (list) =>
    list.sequence((fields) => {
      const oid = fields.oid()
      if (seen.has(oid)) fields.fail(`extension ${oid} occurs twice`)
      seen.add(oid)
      return { oid, critical: fields.booleanDefaultFalse(), value: fields.octetString() }
    }),
  )
  if (extensions.length === 0) reader.fail('Extensions is empty', offset)
  return extensions
}

/** @throws ServiceError `MALFORMED_DER` when a known extension is not what RFC 5280 says. */
export function parseCertificateExtensions(all: readonly Extension[]): CertificateExtensions {
  const value = <T>(oid: string, read: (reader: DerReader) => T): T | undefined => {
    const found = all.find((extension) => extension.oid === oid)
    return found === undefined ? undefined : parseDer(`extension ${oid}`, found.value, read)
  }
  const basicConstraints = value(oids.basicConstraints, readBasicConstraints)
  return {
    all,
    keyUsage: value(oids.keyUsage, readKeyUsage),
    basicConstraints,
    extKeyUsage: value(oids.extKeyUsage, (r) =>
      nonEmpty(
        r,
        r.each(tags.sequence, (list) => list.oid()),
      ),
    ),
    subjectKeyIdentifier: value(oids.subjectKeyIdentifier, (r) => r.octetString()),
    authorityKeyIdentifier: parseAuthorityKeyIdentifier(all),
    subjectAltName: value(oids.subjectAltName, (r) => nonEmpty(r, r.each(tags.sequence, readGeneralName))),
    nameConstraints: value(oids.nameConstraints, readNameConstraints),
    certificatePolicies: value(oids.certificatePolicies, readCertificatePolicies),
    policyMappings: value(oids.policyMappings, (r) =>
      nonEmpty(
        r,
        r.each(tags.sequence, (list) =>
          list.sequence((pair) => ({ issuerDomain: pair.oid(), subjectDomain: pair.oid() })),
        ),
      ),
    ),
    policyConstraints: value(oids.policyConstraints, (r) =>
      r.sequence((fields) => ({
        requireExplicitPolicy: fields.optional(contextPrimitive(0), (f) => skipCerts(f, 0)),
        inhibitPolicyMapping: fields.optional(contextPrimitive(1), (f) => skipCerts(f, 1)),
      })),
    ),
    inhibitAnyPolicy: value(oids.inhibitAnyPolicy, (r) => skipCerts(r)),
    cRLDistributionPoints: value(oids.cRLDistributionPoints, readDistributionPoints),
    freshestCRL: value(oids.freshestCRL, readDistributionPoints),
    authorityInfoAccess: value(oids.authorityInfoAccess, (r) =>
      nonEmpty(
        r,
        r.each(tags.sequence, (list) =>
          list.sequence((access) => ({ method: access.oid(), location: readGeneralName(access) })),
        ),
      ),
    ),
    ocspNoCheck: value(oids.ocspNoCheck, (r) => r.null()) !== undefined || has(all, oids.ocspNoCheck),
    // RFC 9608 §3: an authority must not have it, for what it has issued outlives any short term.
    noRevocation:
      basicConstraints?.cA !== true && (has(all, oids.noRevAvail) || has(all, oids.validityAssuredShortTerm)),
  }
}

/** The same extension in certificates and in CRLs (RFC 5280 §5.2.1). */
export function parseAuthorityKeyIdentifier(all: readonly Extension[]): AuthorityKeyIdentifier | undefined {
  const found = all.find(({ oid }) => oid === oids.authorityKeyIdentifier)
  return found === undefined
    ? undefined
    : parseDer('authorityKeyIdentifier', found.value, readAuthorityKeyIdentifier)
}

function has(all: readonly Extension[], oid: string): boolean {
  return all.some((extension) => extension.oid === oid)
}

function nonEmpty<T>(reader: DerReader, values: readonly T[]): readonly T[] {
  return values.length > 0 ? values : reader.fail('SEQUENCE SIZE (1..MAX) is empty')
}

const keyUsageNames = new Map<number, KeyUsage>()
for (const name of Object.keys(keyUsageBits) as (keyof typeof keyUsageBits)[])
  keyUsageNames.set(keyUsageBits[name], name)

function readKeyUsage(reader: DerReader): ReadonlySet<KeyUsage> {
  const usages = new Set<KeyUsage>()
  for (const bit of reader.namedBits()) {
    const name = keyUsageNames.get(bit)
    if (name !== undefined) usages.add(name)
  }
  return usages
}

function readBasicConstraints(reader: DerReader): NonNullable<CertificateExtensions['basicConstraints']> {
  return reader.sequence((fields) => {
    // `cA FALSE` written out is not DER, but harmless, and real certificates have it.
    const cA = fields.optional(tags.boolean, (f) => f.boolean()) ?? false
    return { cA, pathLenConstraint: fields.optional(tags.integer, (f) => skipCerts(f, tags.integer)) }
  })
}

/** INTEGER (0..MAX) that counts certificates: beyond any path is as good as the limit of a path. */
function skipCerts(reader: DerReader, contextTag?: number): number {
  const tag =
    contextTag === undefined || contextTag === tags.integer ? tags.integer : contextPrimitive(contextTag)
  const value = reader.integer(tag)
  if (value < 0n) reader.fail('SkipCerts is negative')
  return value > 1000n ? 1000 : Number(value)
}

function readAuthorityKeyIdentifier(reader: DerReader): AuthorityKeyIdentifier {
  return reader.sequence((fields) => {
    const keyIdentifier = fields.optional(contextPrimitive(0), (f) => f.octetString(contextPrimitive(0)))
    // authorityCertIssuer and authorityCertSerialNumber: well-formed, and of no use to anybody.
    fields.optional(contextConstructed(1), (f) => f.each(contextConstructed(1), readGeneralName))
    fields.optional(contextPrimitive(2), (f) => f.integerContent(contextPrimitive(2)))
    return { keyIdentifier }
  })
}

function readNameConstraints(reader: DerReader): NameConstraints {
  return reader.sequence((fields) => {
    const permitted = fields.optional(contextConstructed(0), (f) =>
      f.each(contextConstructed(0), readSubtree),
    )
    const excluded = fields.optional(contextConstructed(1), (f) => f.each(contextConstructed(1), readSubtree))
    // RFC 5280 §4.2.1.10: conforming CAs must not issue an empty sequence, nor an empty list.
    if (permitted === undefined && excluded === undefined) reader.fail('NameConstraints is empty')
    if (permitted?.length === 0 || excluded?.length === 0) reader.fail('GeneralSubtrees is empty')
    return { permitted: permitted ?? [], excluded: excluded ?? [] }
  })
}

function readSubtree(reader: DerReader): ParsedGeneralName {
  return reader.sequence((fields) => {
    const base = readGeneralName(fields)
    if (!fields.atEnd)
      fields.fail('GeneralSubtree has minimum or maximum, which RFC 5280 §4.2.1.10 does not use')
    return base
  })
}

function readCertificatePolicies(reader: DerReader): readonly PolicyInformation[] {
  const seen = new Set<string>()
  const policies = reader.each(tags.sequence, (list) =>
    list.sequence((fields) => {
      const policy = fields.oid()
      if (seen.has(policy)) fields.fail(`policy ${policy} occurs twice`)
      seen.add(policy)
      const qualifiers = fields.atEnd ? [] : fields.each(tags.sequence, (q) => q.raw(tags.sequence))
      return { policy, qualifiers }
    }),
  )
  return nonEmpty(reader, policies)
}

function readDistributionPoints(reader: DerReader): readonly DistributionPoint[] {
  return nonEmpty(
    reader,
    reader.each(tags.sequence, (list) =>
      list.sequence((fields) => ({
        name: fields.optionalInside(contextConstructed(0), readDistributionPointName),
        reasons: fields.optional(contextPrimitive(1), (f) => f.namedBits(contextPrimitive(1))),
        cRLIssuer: fields.optional(contextConstructed(2), (f) =>
          f.each(contextConstructed(2), readGeneralName),
        ),
      })),
    ),
  )
}

/** The content of a DistributionPointName, whose CHOICE makes its tag explicit. */
export function readDistributionPointName(reader: DerReader): DistributionPointName {
  return reader.isNext(contextConstructed(0))
    ? { kind: 'fullName', names: reader.each(contextConstructed(0), readGeneralName) }
    : { kind: 'relative', attributes: readRelativeName(reader, contextConstructed(1)) }
}

/** The text of a DirectoryString or DisplayText value. */
export function readText(reader: DerReader): string {
  const { tag, content } = reader.element()
  return decodeString(tag, content) ?? reader.fail('value is no character string')
}

// Lints a certificate before the key is used: what is wrong in TBSCertificate can still be stopped (RFC 5280 §4.1, §4.2).

import { equalBytes } from '../../bytes.ts'
import { type SignatureAlgorithm, signatureAlgorithmFacts } from '../../crypto/algorithms.ts'
import { isServiceError } from '../../errors.ts'
import { oids } from '../asn1/oids.ts'
import { assertDer, type DerReader, parseDer } from '../asn1/reader.ts'
import { contextConstructed, tags } from '../asn1/tags.ts'
import { attributeFactsByOid } from './distinguished-name.ts'
import { type CertificateExtensions, type Extension, parseCertificateExtensions } from './extensions.ts'
import type { KeyUsage } from './key-usage.ts'
import { type Name, readName } from './name.ts'

/** What a certificate is for; it decides which usages it must and must not have. */
export type CertificatePurpose =
  | 'root'
  | 'issuing'
  | 'document-signing'
  | 'time-stamping'
  | 'ocsp-signing'
  | 'encryption'
  | 'tls-server'
  | 'tls-client'

export interface LintExpectation {
  readonly purpose: CertificatePurpose
  /** The issuer's. */
  readonly algorithm: SignatureAlgorithm
  /** DER of the issuer's subject. */
  readonly issuer: Uint8Array
  /** DER that the subject has proved to hold the key of. */
  readonly subjectPublicKeyInfo: Uint8Array
}

export interface LintFinding {
  /** Which document says so. */
  readonly clause: string
  readonly text: string
}

/**
 * Reads `toBeSigned` back and compares it with the rules and with what was meant. The builder is not trusted: a
 * bug there, or in a library under it, becomes a finding instead of a certificate that cannot be recalled.
 *
 * @param toBeSigned DER of TBSCertificate.
 * @returns nothing when all is well. It never throws on what it is given.
 */
export function lintCertificate(toBeSigned: Uint8Array, expected: LintExpectation): readonly LintFinding[] {
  const findings: LintFinding[] = []
  const report: Report = (clause, text) => findings.push({ clause, text })
  try {
    assertDer('TBSCertificate', toBeSigned)
    const tbs = parseDer('TBSCertificate', toBeSigned, readTbs)
    lintFields(tbs, expected, report)
    // The issuer's name is as its own certificate has it, old string types and all.
    lintName('subject', tbs.subject, report)
    lintExtensionList(tbs, expected, report)
    lintUsages(tbs, expected.purpose, report)
  } catch (error) {
    if (!isServiceError(error)) throw error
    report('X.690', error.message)
  }
  return findings
}

type Report = (clause: string, text: string) => void

interface Tbs {
  readonly version: number
  readonly serialNumber: Uint8Array
  readonly signature: Uint8Array
  readonly issuer: Name
  readonly notBefore: ValidityTime
  readonly notAfter: ValidityTime
  readonly subject: Name
  readonly subjectPublicKeyInfo: Uint8Array
  readonly extensions: CertificateExtensions
}

interface ValidityTime {
  readonly tag: number
  readonly at: Date
}

function readTbs(reader: DerReader): Tbs {
  return reader.sequence((fields) => {
    const version = fields.optionalInside(contextConstructed(0), (field) => field.smallInteger(255)) ?? 0
    const serialNumber = fields.integerContent()
    const signature = fields.raw(tags.sequence)
    const issuer = readName(fields)
    const [notBefore, notAfter] = fields.sequence(
      (validity) => [readTime(validity), readTime(validity)] as const,
    )
    const subject = readName(fields)
    const subjectPublicKeyInfo = fields.raw(tags.sequence)
    const extensions = fields.optionalInside(contextConstructed(3), readExtensionList) ?? []
    return {
      version: version + 1,
      serialNumber,
      signature,
      issuer,
      notBefore,
      notAfter,
      subject,
      subjectPublicKeyInfo,
      extensions: parseCertificateExtensions(extensions),
    }
  })
}

function readTime(validity: DerReader): ValidityTime {
  return { tag: validity.peek() ?? 0, at: validity.time() }
}

/** Unlike the reader for strangers this one lets duplicates pass, since they are a finding of their own. */
function readExtensionList(explicit: DerReader): Extension[] {
  return explicit.each(tags.sequence, (list) =>
    list.sequence((fields) => ({
      oid: fields.oid(),
      critical: fields.booleanDefaultFalse(),
      value: fields.octetString(),
    })),
  )
}

function lintFields(tbs: Tbs, expected: LintExpectation, report: Report): void {
  if (tbs.version !== 3) report('RFC 5280 §4.1.2.1', `version is ${tbs.version}; extensions need 3`)
  lintSerialNumber(tbs.serialNumber, report)
  if (!equalBytes(tbs.signature, signatureAlgorithmFacts(expected.algorithm).algorithmIdentifier)) {
    report('RFC 5280 §4.1.2.3', `signature is not the identifier of the issuer's ${expected.algorithm}`)
  }
  if (!equalBytes(tbs.issuer.der, expected.issuer)) {
    report('RFC 5280 §4.1.2.4', 'issuer differs from the subject of the issuing certificate')
  }
  if (tbs.issuer.relativeNames.length === 0) report('RFC 5280 §4.1.2.4', 'issuer is empty')
  if (tbs.subject.relativeNames.length === 0) report('RFC 5280 §4.1.2.6', 'subject is empty')
  if (tbs.notAfter.at <= tbs.notBefore.at) report('RFC 5280 §4.1.2.5', 'notAfter does not follow notBefore')
  for (const { tag, at } of [tbs.notBefore, tbs.notAfter]) {
    const demanded = at.getUTCFullYear() <= 2049 ? tags.utcTime : tags.generalizedTime
    if (tag !== demanded) {
      report(
        'RFC 5280 §4.1.2.5',
        `${at.toISOString()} is not ${demanded === tags.utcTime ? 'UTCTime' : 'GeneralizedTime'}`,
      )
    }
  }
  if (!equalBytes(tbs.subjectPublicKeyInfo, expected.subjectPublicKeyInfo)) {
    report('RFC 5280 §4.1.2.7', 'subjectPublicKeyInfo is not the key that was to be certified')
  }
}

function lintSerialNumber(content: Uint8Array, report: Report): void {
  const clause = 'RFC 5280 §4.1.2.2'
  if ((content[0] ?? 0) >= 0x80 || content.every((octet) => octet === 0))
    report(clause, 'serialNumber is not positive')
  if (content.length > 20) report(clause, `serialNumber has ${content.length} octets; 20 are allowed`)
  // CA/Browser Forum Baseline Requirements §7.1: 64 random bits, so that nobody prepares a collision.
  if (content.length < 8)
    report('CABF BR §7.1', `serialNumber has ${content.length} octets; 64 random bits need 8`)
}

function lintName(field: string, name: Name, report: Report): void {
  for (const { type, der, text } of name.relativeNames.flat()) {
    if (text === undefined) {
      report('RFC 5280 §4.1.2.4', `${field} has an attribute ${type} that is no character string`)
      continue
    }
    const facts = attributeFactsByOid(type)
    const characters = [...text].length
    if (characters === 0) report('RFC 5280 appendix A', `${field} has an empty attribute ${type}`)
    if (facts !== undefined && characters > facts.maxCharacters) {
      report(
        'RFC 5280 appendix A',
        `${field} has an attribute ${type} of ${characters} characters; ${facts.maxCharacters} are allowed`,
      )
    }
    if (text.normalize('NFC') !== text)
      report('RFC 5198 §3', `${field} has an attribute ${type} that is not in NFC`)
    const encoding = { utf8: tags.utf8String, printable: tags.printableString, ia5: tags.ia5String }[
      facts?.encoding ?? 'utf8'
    ]
    if (der[0] !== encoding)
      report('RFC 5280 §4.1.2.4', `${field} has an attribute ${type} of the wrong string type`)
    if (type === oids.countryName && !/^[A-Z]{2}$/.test(text)) {
      report(
        'RFC 5280 appendix A',
        `${field} has a countryName that is no ISO 3166 code of two capital letters`,
      )
    }
  }
}

/** Extensions that RFC 5280 §4.2.1 and RFC 3161 want critical, and those that must not be. */
const criticality: Readonly<Record<string, boolean>> = {
  [oids.basicConstraints]: true,
  [oids.keyUsage]: true,
  [oids.subjectKeyIdentifier]: false,
  [oids.authorityKeyIdentifier]: false,
  [oids.authorityInfoAccess]: false,
  [oids.cRLDistributionPoints]: false,
  [oids.certificatePolicies]: false,
  [oids.subjectAltName]: false,
  [oids.ocspNoCheck]: false,
}

function lintExtensionList(tbs: Tbs, expected: LintExpectation, report: Report): void {
  const { all, subjectKeyIdentifier, authorityKeyIdentifier } = tbs.extensions
  const seen = new Set<string>()
  for (const { oid, critical } of all) {
    if (seen.has(oid)) report('RFC 5280 §4.2', `extension ${oid} occurs twice`)
    seen.add(oid)
    const demanded = criticality[oid]
    if (demanded !== undefined && demanded !== critical) {
      report('RFC 5280 §4.2.1', `extension ${oid} is ${critical ? '' : 'not '}critical`)
    }
  }
  const timeStamping = all.find(({ oid }) => oid === oids.extKeyUsage)?.critical
  if (expected.purpose === 'time-stamping' && timeStamping === false) {
    report('RFC 3161 §2.3', 'extKeyUsage of a time-stamping certificate is not critical')
  }
  if (subjectKeyIdentifier === undefined) report('RFC 5280 §4.2.1.2', 'subjectKeyIdentifier is missing')
  if (authorityKeyIdentifier?.keyIdentifier === undefined) {
    report('RFC 5280 §4.2.1.1', 'authorityKeyIdentifier is missing')
  }
  if (expected.purpose === 'root' && !equalBytes(tbs.issuer.der, tbs.subject.der)) {
    report('RFC 5280 §3.2', 'a root is not its own issuer')
  }
}

interface UsageRule {
  readonly ca: boolean
  /** At least one of these. */
  readonly keyUsage: readonly KeyUsage[]
  readonly forbidden: readonly KeyUsage[]
  readonly extKeyUsage: string | undefined
  /** RFC 3161 §2.3: no other usage beside it. */
  readonly alone?: boolean
}

const signing: readonly KeyUsage[] = ['digitalSignature', 'nonRepudiation']
const enciphering: readonly KeyUsage[] = ['keyEncipherment', 'dataEncipherment', 'keyAgreement']
const certifying: readonly KeyUsage[] = ['keyCertSign', 'cRLSign']
const authority: UsageRule = {
  ca: true,
  keyUsage: ['keyCertSign'],
  forbidden: enciphering,
  extKeyUsage: undefined,
}
const signer: Omit<UsageRule, 'extKeyUsage'> = {
  ca: false,
  keyUsage: signing,
  forbidden: [...certifying, ...enciphering],
}

const usageRules: Readonly<Record<CertificatePurpose, UsageRule>> = {
  root: authority,
  issuing: authority,
  'document-signing': { ...signer, extKeyUsage: oids.documentSigning },
  'time-stamping': { ...signer, extKeyUsage: oids.timeStamping, alone: true },
  'ocsp-signing': { ...signer, extKeyUsage: oids.ocspSigning },
  encryption: {
    ca: false,
    keyUsage: enciphering,
    forbidden: [...certifying, ...signing],
    extKeyUsage: undefined,
  },
  'tls-server': {
    ca: false,
    keyUsage: ['digitalSignature'],
    forbidden: certifying,
    extKeyUsage: oids.serverAuth,
  },
  'tls-client': {
    ca: false,
    keyUsage: ['digitalSignature'],
    forbidden: certifying,
    extKeyUsage: oids.clientAuth,
  },
}

function lintUsages(tbs: Tbs, purpose: CertificatePurpose, report: Report): void {
  const { basicConstraints, keyUsage = new Set<KeyUsage>(), extKeyUsage = [] } = tbs.extensions
  const rule = usageRules[purpose]
  const ca = basicConstraints?.cA ?? false
  if (ca !== rule.ca) report('RFC 5280 §4.2.1.9', `cA is ${ca} in a certificate for ${purpose}`)
  if (ca !== keyUsage.has('keyCertSign')) report('RFC 5280 §4.2.1.3', `cA is ${ca}, keyCertSign is ${!ca}`)
  if (!ca && basicConstraints?.pathLenConstraint !== undefined) {
    report('RFC 5280 §4.2.1.9', 'pathLenConstraint stands in a certificate that is no authority’s')
  }
  if (!rule.keyUsage.some((usage) => keyUsage.has(usage))) {
    report('RFC 5280 §4.2.1.3', `keyUsage has none of ${rule.keyUsage.join(', ')}, for ${purpose}`)
  }
  for (const usage of rule.forbidden) {
    if (keyUsage.has(usage))
      report('RFC 5280 §4.2.1.3', `keyUsage has ${usage} in a certificate for ${purpose}`)
  }
  if (rule.extKeyUsage !== undefined && !extKeyUsage.includes(rule.extKeyUsage)) {
    report('RFC 5280 §4.2.1.12', `extKeyUsage lacks ${rule.extKeyUsage}, for ${purpose}`)
  }
  if (rule.alone === true && extKeyUsage.length > 1) {
    report('RFC 3161 §2.3', `extKeyUsage has ${extKeyUsage.length} usages; time-stamping stands alone`)
  }
  if (extKeyUsage.includes(oids.anyExtendedKeyUsage)) {
    report('RFC 5280 §4.2.1.12', 'extKeyUsage has anyExtendedKeyUsage, which permits every use')
  }
  // A key that can stamp or answer for the authority must not do anything else (RFC 6960 §4.2.2.2, RFC 3161 §2.3).
  for (const usage of [oids.timeStamping, oids.ocspSigning]) {
    if (usage !== rule.extKeyUsage && extKeyUsage.includes(usage)) {
      report('RFC 5280 §4.2.1.12', `extKeyUsage has ${usage} in a certificate for ${purpose}`)
    }
  }
}

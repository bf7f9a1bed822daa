// RFC 5280 §6.1 over one given path: validity, names, constraints, policies, key usage, critical extensions.
// Signatures and names chain already when this is called; `path.ts` builds paths and sees to that.

import { equalBytes } from '../bytes.ts'
import { oids } from '../formats/asn1/oids.ts'
import type { Certificate } from '../formats/x509/certificate.ts'
import { equalNames, formatDistinguishedName } from '../formats/x509/name.ts'
import { keyFactsOf, schemeOf } from './checks.ts'
import { NameConstraintState } from './name-constraints.ts'
import { type ValidationPolicy, weaknessOf } from './policy.ts'
import { PolicyGraph } from './policy-graph.ts'
import type { Reason, SubIndication } from './report.ts'
import { type ReasonCode, reason } from './wording.ts'

/** What a path ends in, and what its last certificate must be allowed to do. */
export type PathPurpose =
  | 'document-signing'
  | 'timestamping'
  | 'ocsp-signing'
  | 'crl-signing'
  | 'any'
  | 'tls-server'

/** Inputs of RFC 5280 §6.1.1 (c)–(g). */
export interface PolicyInputs {
  readonly userInitialPolicySet: ReadonlySet<string>
  readonly initialPolicyMappingInhibit: boolean
  readonly initialExplicitPolicy: boolean
  readonly initialAnyPolicyInhibit: boolean
}

export const anyPolicyInputs: PolicyInputs = {
  userInitialPolicySet: new Set([oids.anyPolicy]),
  initialPolicyMappingInhibit: false,
  initialExplicitPolicy: false,
  initialAnyPolicyInhibit: false,
}

export interface PathFault {
  readonly subIndication: SubIndication
  readonly reason: Reason
  /** Index in the path of the certificate at fault; 0 is the target. */
  readonly index: number
}

/** Extensions whose meaning this file, revocation.ts or the purpose checks process. */
const processedExtensions: readonly string[] = [
  oids.keyUsage,
  oids.extKeyUsage,
  oids.basicConstraints,
  oids.subjectAltName,
  oids.issuerAltName,
  oids.nameConstraints,
  oids.certificatePolicies,
  oids.policyMappings,
  oids.policyConstraints,
  oids.inhibitAnyPolicy,
  oids.cRLDistributionPoints,
  oids.freshestCRL,
  oids.qcStatements,
  oids.ocspNoCheck,
]

/** RFC 5280 §4.2.1.1, §4.2.1.2, §4.2.2.1: must not be critical. */
const neverCritical: readonly string[] = [
  oids.authorityKeyIdentifier,
  oids.subjectKeyIdentifier,
  oids.authorityInfoAccess,
]

/**
 * Judges `path` (target first, anchor last) for the time `at`.
 *
 * @returns the first fault from the anchor down, undefined when the path is valid.
 */
export async function pathFault(
  path: readonly Certificate[],
  purpose: PathPurpose,
  at: Date,
  policy: ValidationPolicy,
  inputs: PolicyInputs = anyPolicyInputs,
): Promise<PathFault | undefined> {
  const anchor = path[path.length - 1]
  if (anchor === undefined) throw new Error('a path has at least one certificate')
  const fault = (
    index: number,
    subIndication: SubIndication,
    code: ReasonCode,
    detail?: string,
  ): PathFault => ({
    subIndication,
    index,
    reason: reason(code, `${nameOf(path[index])}${detail === undefined ? '' : `: ${detail}`}`),
  })
  const formal = profileFault(path)
  if (formal !== undefined)
    return fault(formal.index, 'CHAIN_CONSTRAINTS_FAILURE', formal.code, formal.detail)

  const n = path.length - 1
  const names = new NameConstraintState()
  const graph = new PolicyGraph()
  let explicitPolicy = inputs.initialExplicitPolicy ? 0 : n + 1
  let inhibitAnyPolicy = inputs.initialAnyPolicyInhibit ? 0 : n + 1
  let policyMapping = inputs.initialPolicyMappingInhibit ? 0 : n + 1
  let maxPathLength = Math.min(n, policy.maxIntermediates)

  // An anchor's own constraints bind, though RFC 5280 leaves them open: whoever wrote them meant them (RFC 5937).
  if (n > 0) {
    const { basicConstraints, nameConstraints } = anchor.extensions
    maxPathLength = Math.min(maxPathLength, basicConstraints?.pathLenConstraint ?? n)
    if (nameConstraints !== undefined) names.add(nameConstraints)
  }
  const anchorTime = validityFault(anchor, at)
  if (anchorTime !== undefined) return fault(n, ...anchorTime)

  for (let index = n - 1; index >= 0; index--) {
    const certificate = path[index]
    const issuer = path[index + 1]
    if (certificate === undefined || issuer === undefined) throw new Error('path index out of range')
    const { extensions } = certificate
    const isTarget = index === 0
    const selfIssued = equalNames(certificate.issuer, certificate.subject)

    const weakness = await signatureWeakness(certificate, issuer, policy, at)
    if (weakness !== undefined)
      return fault(index, 'CRYPTO_CONSTRAINTS_FAILURE', 'WEAK_CRYPTOGRAPHY', weakness)
    const time = validityFault(certificate, at)
    if (time !== undefined) return fault(index, ...time)
    if (!selfIssued || isTarget) {
      const violation = names.violation(certificate)
      if (violation !== undefined)
        return fault(index, 'CHAIN_CONSTRAINTS_FAILURE', 'NAME_CONSTRAINTS', violation)
    }
    graph.descend(certificate, inhibitAnyPolicy > 0 || (!isTarget && selfIssued))
    if (explicitPolicy === 0 && graph.isNull)
      return fault(index, 'CHAIN_CONSTRAINTS_FAILURE', 'NO_VALID_POLICY')

    if (isTarget) {
      if (explicitPolicy > 0) explicitPolicy--
      if (extensions.policyConstraints?.requireExplicitPolicy === 0) explicitPolicy = 0
      if (explicitPolicy === 0 && graph.userConstrainedPolicies(inputs.userInitialPolicySet).size === 0) {
        return fault(index, 'CHAIN_CONSTRAINTS_FAILURE', 'NO_VALID_POLICY')
      }
      break
    }

    // §6.1.4: preparation for the next certificate.
    const anyMapped = extensions.policyMappings?.some(
      ({ issuerDomain, subjectDomain }) =>
        issuerDomain === oids.anyPolicy || subjectDomain === oids.anyPolicy,
    )
    if (anyMapped === true) return fault(index, 'CHAIN_CONSTRAINTS_FAILURE', 'ANY_POLICY_MAPPED')
    graph.map(certificate, policyMapping > 0)
    if (extensions.nameConstraints !== undefined) names.add(extensions.nameConstraints)
    if (!selfIssued) {
      if (explicitPolicy > 0) explicitPolicy--
      if (policyMapping > 0) policyMapping--
      if (inhibitAnyPolicy > 0) inhibitAnyPolicy--
    }
    explicitPolicy = Math.min(
      explicitPolicy,
      extensions.policyConstraints?.requireExplicitPolicy ?? explicitPolicy,
    )
    policyMapping = Math.min(
      policyMapping,
      extensions.policyConstraints?.inhibitPolicyMapping ?? policyMapping,
    )
    inhibitAnyPolicy = Math.min(inhibitAnyPolicy, extensions.inhibitAnyPolicy ?? inhibitAnyPolicy)
    if (extensions.basicConstraints?.cA !== true) return fault(index, 'CHAIN_CONSTRAINTS_FAILURE', 'NOT_A_CA')
    if (!selfIssued) {
      if (maxPathLength <= 0) return fault(index, 'CHAIN_CONSTRAINTS_FAILURE', 'PATH_TOO_LONG')
      maxPathLength--
    }
    maxPathLength = Math.min(maxPathLength, extensions.basicConstraints.pathLenConstraint ?? maxPathLength)
    if (extensions.keyUsage?.has('keyCertSign') === false) {
      return fault(index, 'CHAIN_CONSTRAINTS_FAILURE', 'KEY_USAGE', 'keyCertSign is missing')
    }
  }
  const purposeProblem = purposeFault(path[0] ?? anchor, purpose)
  return purposeProblem === undefined
    ? undefined
    : fault(0, 'CHAIN_CONSTRAINTS_FAILURE', 'KEY_USAGE', purposeProblem)
}

function nameOf(certificate: Certificate | undefined): string {
  return certificate === undefined ? '' : formatDistinguishedName(certificate.subject)
}

function validityFault(certificate: Certificate, at: Date): [SubIndication, ReasonCode, string] | undefined {
  if (at < certificate.notBefore) {
    return ['OUT_OF_BOUNDS_NO_POE', 'NOT_YET_VALID', certificate.notBefore.toISOString()]
  }
  if (at > certificate.notAfter) {
    return ['OUT_OF_BOUNDS_NO_POE', 'EXPIRED', certificate.notAfter.toISOString()]
  }
  return undefined
}

async function signatureWeakness(
  certificate: Certificate,
  issuer: Certificate,
  policy: ValidationPolicy,
  at: Date,
): Promise<string | undefined> {
  const scheme = schemeOf(certificate.signatureAlgorithm)
  const facts = await keyFactsOf(issuer)
  if (scheme === undefined || facts === undefined) return 'the signature algorithm is not supported'
  return weaknessOf(policy, scheme, facts, at)
}

interface ProfileFault {
  readonly index: number
  readonly code: ReasonCode
  readonly detail: string
}

/**
 * Rules of RFC 5280 §4 for the authorities that issue, checked on certificates of version 3. A breach means that
 * nobody can say what the authority meant, or that it was not made by one.
 */
function profileFault(path: readonly Certificate[]): ProfileFault | undefined {
  for (let index = path.length - 1; index >= 0; index--) {
    const certificate = path[index]
    if (certificate === undefined) continue
    const detail = certificateFault(certificate, index === 0, index === path.length - 1)
    if (detail !== undefined) {
      const unknown = detail.startsWith('critical extension')
      return { index, code: unknown ? 'UNKNOWN_CRITICAL_EXTENSION' : 'CERTIFICATE_PROFILE', detail }
    }
  }
  return undefined
}

function certificateFault(
  certificate: Certificate,
  isTarget: boolean,
  isAnchor: boolean,
): string | undefined {
  const { extensions, subject, issuer, serialNumber } = certificate
  for (const { oid, critical } of extensions.all) {
    if (!critical) continue
    if (neverCritical.includes(oid)) return `extension ${oid} must not be critical`
    if (!processedExtensions.includes(oid)) return `critical extension ${oid} is not known`
  }
  if (extensions.nameConstraints !== undefined) {
    if (extensions.basicConstraints?.cA !== true) return 'nameConstraints in a certificate that is no CA’s'
    if (!isCritical(certificate, oids.nameConstraints)) return 'nameConstraints are not critical'
  }
  if (
    extensions.subjectAltName?.some(
      (name) => name.kind === 'iPAddress' && ![4, 16].includes(name.octets.length),
    )
  ) {
    return 'an iPAddress is neither 4 nor 16 octets'
  }
  if (extensions.keyUsage?.has('keyCertSign') === true && extensions.basicConstraints?.cA !== true) {
    return 'keyCertSign without cA'
  }
  if (issuer.relativeNames.length === 0) return 'the issuer’s name is empty'
  if (subject.relativeNames.length === 0) {
    if (extensions.basicConstraints?.cA === true) return 'a CA’s name is empty'
    if (!isCritical(certificate, oids.subjectAltName))
      return 'the subject is empty and subjectAltName is not critical'
  }
  if (isAnchor && isTarget) return undefined
  return isAnchor ? anchorFault(certificate) : issuedFault(certificate, serialNumber, isTarget)
}

/** Anchors of versions 1 and 2 are a name and a key, nothing else. */
function anchorFault(anchor: Certificate): string | undefined {
  const { version, extensions } = anchor
  if (version !== 3) return undefined
  if (extensions.basicConstraints?.cA !== true) return 'the anchor is no CA'
  if (!isCritical(anchor, oids.basicConstraints)) {
    return 'basicConstraints of the anchor are not critical'
  }
  if (extensions.keyUsage?.has('keyCertSign') === false) return 'keyCertSign of the anchor is missing'
  if (extensions.subjectKeyIdentifier === undefined) return 'subjectKeyIdentifier of the anchor is missing'
  // §4.2.1.1 spares self-signed certificates alone.
  if (extensions.authorityKeyIdentifier === undefined && !equalNames(anchor.subject, anchor.issuer)) {
    return 'authorityKeyIdentifier of a cross-certified anchor is missing'
  }
  return undefined
}

function issuedFault(
  certificate: Certificate,
  serialNumber: Uint8Array,
  isTarget: boolean,
): string | undefined {
  const { extensions } = certificate
  if (serialNumber.length > 20) return `serialNumber is ${serialNumber.length} octets; RFC 5280 allows 20`
  if (equalBytes(serialNumber, Uint8Array.of(0))) return 'serialNumber is zero'
  if (certificate.version !== 3) return isTarget ? undefined : 'a CA certificate is not of version 3'
  if (extensions.authorityKeyIdentifier?.keyIdentifier === undefined)
    return 'authorityKeyIdentifier is missing'
  if (!isTarget && extensions.subjectKeyIdentifier === undefined) return 'subjectKeyIdentifier is missing'
  return undefined
}

function isCritical(certificate: Certificate, oid: string): boolean {
  return certificate.extensions.all.some((extension) => extension.oid === oid && extension.critical)
}

/** Microsoft’s and Adobe’s document signing, besides RFC 9336 and what CAs certify people for. */
const documentSigningUsages: readonly string[] = [
  oids.documentSigning,
  oids.emailProtection,
  oids.anyExtendedKeyUsage,
  '1.3.6.1.4.1.311.10.3.12',
  '1.2.840.113583.1.1.5',
]

/** Whether the target may do what it did. @returns why not. */
function purposeFault({ extensions }: Certificate, purpose: PathPurpose): string | undefined {
  const { keyUsage, extKeyUsage } = extensions
  const signs = keyUsage === undefined || keyUsage.has('digitalSignature') || keyUsage.has('nonRepudiation')
  switch (purpose) {
    case 'any':
      return undefined
    case 'tls-server':
      return extKeyUsage === undefined || extKeyUsage.includes(oids.serverAuth)
        ? undefined
        : 'serverAuth is missing'
    case 'document-signing':
      if (!signs) return 'neither digitalSignature nor nonRepudiation'
      return extKeyUsage === undefined || extKeyUsage.some((usage) => documentSigningUsages.includes(usage))
        ? undefined
        : 'the extended key usages do not include signing documents'
    case 'timestamping':
      if (!signs) return 'neither digitalSignature nor nonRepudiation'
      // RFC 3161 §2.3: exactly this one, critical.
      if (extKeyUsage?.length !== 1 || extKeyUsage[0] !== oids.timeStamping)
        return 'timeStamping is not the only usage'
      return extensions.all.some(({ oid, critical }) => critical && oid === oids.extKeyUsage)
        ? undefined
        : 'extKeyUsage is not critical'
    case 'ocsp-signing':
      if (!signs) return 'neither digitalSignature nor nonRepudiation'
      return extKeyUsage?.includes(oids.ocspSigning) === true ? undefined : 'OCSPSigning is missing'
    case 'crl-signing':
      return keyUsage === undefined || keyUsage.has('cRLSign') ? undefined : 'cRLSign is missing'
  }
}

// RFC 5280 §6.1 over one given path: validity, names, constraints, policies, key usage, critical extensions.
// Signatures and names chain already when this is called; `path.ts` builds paths and sees to that.

import { equalBytes } from '../bytes.ts'
import { oids } from '../formats/asn1/oids.ts'
import type { Certificate } from '../formats/x509/certificate.ts'
import { equalNames, formatDistinguishedName } from '../formats/x509/name.ts'
import { keyFactsOf, schemeOf } from './checks.ts'
import { isoTime } from './iso-time.ts'
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
  const fault = (index: number, { subIndication, code, detail }: Breach): PathFault => ({
    subIndication,
    index,
    reason: reason(code, `${nameOf(path[index])}${detail === undefined ? '' : `: ${detail}`}`),
  })
  const formal = profileFault(path)
  if (formal !== undefined) return fault(formal.index, constraint(formal.code, formal.detail))
  const n = path.length - 1
  const late = validityBreach(anchor, at)
  if (late !== undefined) return fault(n, late)

  const state = initialise(anchor, n, policy, inputs)
  for (let index = n - 1; index >= 0; index--) {
    const certificate = path[index]
    const issuer = path[index + 1]
    if (certificate === undefined || issuer === undefined) throw new Error('path index out of range')
    const isTarget = index === 0
    const breach =
      (await cryptographicBreach(certificate, issuer, policy, at)) ??
      validityBreach(certificate, at) ??
      processCertificate(state, certificate, isTarget) ??
      (isTarget ? wrapUp(state, certificate, inputs) : prepareForNext(state, certificate))
    if (breach !== undefined) return fault(index, breach)
  }
  const misuse = purposeFault(path[0] ?? anchor, purpose)
  return misuse === undefined ? undefined : fault(0, constraint('KEY_USAGE', misuse))
}

/** A rule that a certificate breaks. */
interface Breach {
  readonly subIndication: SubIndication
  readonly code: ReasonCode
  readonly detail: string | undefined
}

function constraint(code: ReasonCode, detail?: string): Breach {
  return { subIndication: 'CHAIN_CONSTRAINTS_FAILURE', code, detail }
}

/** The state variables of §6.1.2, but for those of names and keys that chain. */
interface PathState {
  /** (a) valid_policy_tree. */
  readonly policies: PolicyGraph
  /** (b) permitted_subtrees and (c) excluded_subtrees. */
  readonly names: NameConstraintState
  /** (d) */
  explicitPolicy: number
  /** (e) */
  inhibitAnyPolicy: number
  /** (f) */
  policyMapping: number
  /** (k) */
  maxPathLength: number
}

/** §6.1.2. */
function initialise(
  { extensions }: Certificate,
  n: number,
  policy: ValidationPolicy,
  inputs: PolicyInputs,
): PathState {
  const state: PathState = {
    policies: new PolicyGraph(),
    names: new NameConstraintState(),
    explicitPolicy: inputs.initialExplicitPolicy ? 0 : n + 1,
    inhibitAnyPolicy: inputs.initialAnyPolicyInhibit ? 0 : n + 1,
    policyMapping: inputs.initialPolicyMappingInhibit ? 0 : n + 1,
    maxPathLength: Math.min(n, policy.maxIntermediates),
  }
  // An anchor's own constraints bind, though RFC 5280 leaves them open: whoever wrote them meant them (RFC 5937).
  state.maxPathLength = Math.min(state.maxPathLength, extensions.basicConstraints?.pathLenConstraint ?? n)
  if (extensions.nameConstraints !== undefined) state.names.add(extensions.nameConstraints)
  return state
}

/** §6.1.3 (b)–(f). Names (a)(4) chain already, and revocation (a)(3) is for `revocation.ts`. */
function processCertificate(
  state: PathState,
  certificate: Certificate,
  isTarget: boolean,
): Breach | undefined {
  const exempt = isSelfIssued(certificate) && !isTarget
  // (b), (c)
  const violation = exempt ? undefined : state.names.violation(certificate)
  if (violation !== undefined) return constraint('NAME_CONSTRAINTS', violation)
  // (d), (e)
  state.policies.descend(certificate, state.inhibitAnyPolicy > 0 || exempt)
  // (f)
  if (state.explicitPolicy === 0 && state.policies.isNull) return constraint('NO_VALID_POLICY')
  return undefined
}

/** §6.1.4, for every certificate but the target. Critical extensions (o) are looked at before. */
function prepareForNext(state: PathState, certificate: Certificate): Breach | undefined {
  const { policyMappings, nameConstraints, policyConstraints, inhibitAnyPolicy, basicConstraints, keyUsage } =
    certificate.extensions
  const selfIssued = isSelfIssued(certificate)
  // (a)
  const anyMapped = policyMappings?.some(
    ({ issuerDomain, subjectDomain }) => issuerDomain === oids.anyPolicy || subjectDomain === oids.anyPolicy,
  )
  if (anyMapped === true) return constraint('ANY_POLICY_MAPPED')
  // (b)
  state.policies.map(certificate, state.policyMapping > 0)
  // (g)
  if (nameConstraints !== undefined) state.names.add(nameConstraints)
  // (h)
  if (!selfIssued) {
    if (state.explicitPolicy > 0) state.explicitPolicy--
    if (state.policyMapping > 0) state.policyMapping--
    if (state.inhibitAnyPolicy > 0) state.inhibitAnyPolicy--
  }
  // (i)
  state.explicitPolicy = lesser(state.explicitPolicy, policyConstraints?.requireExplicitPolicy)
  state.policyMapping = lesser(state.policyMapping, policyConstraints?.inhibitPolicyMapping)
  // (j)
  state.inhibitAnyPolicy = lesser(state.inhibitAnyPolicy, inhibitAnyPolicy)
  // (k)
  if (basicConstraints?.cA !== true) return constraint('NOT_A_CA')
  // (l)
  if (!selfIssued) {
    if (state.maxPathLength <= 0) return constraint('PATH_TOO_LONG')
    state.maxPathLength--
  }
  // (m)
  state.maxPathLength = lesser(state.maxPathLength, basicConstraints.pathLenConstraint)
  // (n)
  if (keyUsage?.has('keyCertSign') === false) return constraint('KEY_USAGE', 'keyCertSign is missing')
  return undefined
}

/** §6.1.5. Critical extensions of the target (f) are looked at before. */
function wrapUp(
  state: PathState,
  { extensions }: Certificate,
  { userInitialPolicySet }: PolicyInputs,
): Breach | undefined {
  // (a)
  if (state.explicitPolicy > 0) state.explicitPolicy--
  // (b)
  if (extensions.policyConstraints?.requireExplicitPolicy === 0) state.explicitPolicy = 0
  // (g)
  if (state.explicitPolicy > 0) return undefined
  return state.policies.userConstrainedPolicies(userInitialPolicySet).size === 0
    ? constraint('NO_VALID_POLICY')
    : undefined
}

function isSelfIssued({ issuer, subject }: Certificate): boolean {
  return equalNames(issuer, subject)
}

function lesser(value: number, limit: number | undefined): number {
  return limit === undefined ? value : Math.min(value, limit)
}

function nameOf(certificate: Certificate | undefined): string {
  return certificate === undefined ? '' : formatDistinguishedName(certificate.subject)
}

/** §6.1.3 (a)(2). */
function validityBreach({ notBefore, notAfter }: Certificate, at: Date): Breach | undefined {
  const subIndication = 'OUT_OF_BOUNDS_NO_POE'
  if (at < notBefore) return { subIndication, code: 'NOT_YET_VALID', detail: isoTime(notBefore) }
  if (at > notAfter) return { subIndication, code: 'EXPIRED', detail: isoTime(notAfter) }
  return undefined
}

/** The signature (a)(1) is right; this asks what it is worth. */
async function cryptographicBreach(
  { signatureAlgorithm }: Certificate,
  issuer: Certificate,
  policy: ValidationPolicy,
  at: Date,
): Promise<Breach | undefined> {
  const scheme = schemeOf(signatureAlgorithm)
  const facts = await keyFactsOf(issuer)
  const weakness =
    scheme === undefined || facts === undefined
      ? 'the signature algorithm is not supported'
      : weaknessOf(policy, scheme, facts, at)
  return weakness === undefined
    ? undefined
    : { subIndication: 'CRYPTO_CONSTRAINTS_FAILURE', code: 'WEAK_CRYPTOGRAPHY', detail: weakness }
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

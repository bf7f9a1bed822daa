// CRLs judged: scope, authority, signature, freshness, deltas, reasons (RFC 5280 §6.3.3).

import { equalBytes } from '../bytes.ts'
import { isServiceError } from '../errors.ts'
import { oids } from '../formats/asn1/oids.ts'
import { parseDer } from '../formats/asn1/reader.ts'
import type { Certificate } from '../formats/x509/certificate.ts'
import type { CertificateList, RevokedCertificate } from '../formats/x509/certificate-list.ts'
import type { DistributionPoint, DistributionPointName } from '../formats/x509/extensions.ts'
import { comparableOf, equalNames, type Name } from '../formats/x509/name.ts'
import type { ParsedGeneralName } from '../formats/x509/parse-general-name.ts'
import { checkSignature, keyFactsOf, schemeOf } from './checks.ts'
import { isoTime } from './iso-time.ts'
import { findPath } from './path.ts'
import { weaknessOf } from './policy.ts'
import type { Reason } from './report.ts'
import {
  freshUntil,
  isFresh,
  type RevocationAnswer,
  type RevocationContext,
  revocationOf,
} from './revocation.ts'
import { reason } from './wording.ts'

/** Bits 1–8 of ReasonFlags: keyCompromise … aACompromise. Bit 0 is unused. */
const allReasons: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7, 8])

/** CRLReason removeFromCRL, in deltas alone. */
const removeFromCrl = 8

/** @param path from the certificate in question to its anchor. */
export async function crlStatus(
  path: readonly Certificate[],
  context: RevocationContext,
): Promise<RevocationAnswer> {
  const [certificate] = path
  if (certificate === undefined) throw new Error('a path has a certificate')
  const reasons: Reason[] = []
  // For each reason the newest list that speaks of it.
  const covered = new Map<number, GoodAnswer>()
  for (const crl of context.data.crls) {
    if (crl.deltaCRLIndicator !== undefined) continue
    const scope = scopeOf(crl, certificate)
    if (scope === undefined) continue
    try {
      const answer = await askCrl(crl, path, context)
      if (answer.kind === 'unknown') reasons.push(...answer.reasons)
      else if (answer.kind === 'revoked') return answer
      else {
        for (const flag of scope) {
          const known = covered.get(flag)
          if (known === undefined || known.thisUpdate < answer.thisUpdate) covered.set(flag, answer)
        }
      }
    } catch (error) {
      if (!isServiceError(error)) throw error
      reasons.push(reason('CRL_NOT_USABLE', error.message))
    }
  }
  if (allReasons.isSubsetOf(covered)) {
    return {
      kind: 'good',
      thisUpdate: earliestOf(covered.values().map(({ thisUpdate }) => thisUpdate)),
      freshUntil: earliestOf(covered.values().map(({ freshUntil }) => freshUntil)),
    }
  }
  if (covered.size > 0) reasons.push(reason('CRL_NOT_USABLE', 'together the lists do not cover all reasons'))
  return { kind: 'unknown', reasons }
}

type GoodAnswer = RevocationAnswer & { readonly kind: 'good' }

function earliestOf(times: Iterable<Date>): Date {
  return new Date(Math.min(...[...times].map((time) => time.getTime())))
}

async function askCrl(
  crl: CertificateList,
  path: readonly Certificate[],
  context: RevocationContext,
): Promise<RevocationAnswer> {
  const [certificate] = path
  if (certificate === undefined) throw new Error('a path has a certificate')
  const unknown = (...reasons: readonly Reason[]): RevocationAnswer => ({ kind: 'unknown', reasons })
  const critical = unknownCritical(crl)
  if (critical !== undefined)
    return unknown(reason('CRL_NOT_USABLE', `critical extension ${critical} is not known`))
  if (!isFresh(context, crl.thisUpdate, crl.nextUpdate)) {
    return unknown(reason('CRL_NOT_FRESH', `${isoTime(crl.thisUpdate)} – ${isoTime(crl.nextUpdate) ?? ''}`))
  }
  // After its end a certificate may be missing from a list for that alone; where it still stands there it was revoked.
  const forgets = crl.thisUpdate > certificate.notAfter && !(expiredCertsOnCrl(crl) <= certificate.notAfter)
  if (forgets && entryFor(crl, certificate) === undefined) {
    return unknown(reason('CRL_NOT_USABLE', 'it was made after the certificate had expired'))
  }
  const problem = await signerProblem(crl, path, context)
  if (problem !== undefined) return unknown(problem)

  let entry = entryFor(crl, certificate)
  let { thisUpdate, nextUpdate } = crl
  const deltas = context.data.crls
    .filter((delta) => isDeltaFor(delta, crl, context))
    .sort((a, b) => Number((a.cRLNumber ?? 0n) - (b.cRLNumber ?? 0n)))
  for (const delta of deltas) {
    if ((await signerProblem(delta, path, context)) !== undefined) continue
    const change = entryFor(delta, certificate)
    if (change !== undefined) entry = change.reason === removeFromCrl ? undefined : change
    ;({ thisUpdate, nextUpdate } = delta)
  }
  if (entry === undefined || entry.reason === removeFromCrl || entry.revocationDate > context.at) {
    if (forgets) return unknown(reason('CRL_NOT_USABLE', 'it was made after the certificate had expired'))
    return { kind: 'good', thisUpdate, freshUntil: freshUntil(context.policy, thisUpdate, nextUpdate) }
  }
  return { kind: 'revoked', thisUpdate, revocationDate: entry.revocationDate, reasonCode: entry.reason }
}

/** The last entry for the certificate: lists have one, and the last word counts where they do not. */
function entryFor(crl: CertificateList, certificate: Certificate): RevokedCertificate | undefined {
  return crl
    .entriesFor(certificate.serialNumber)
    .filter(({ certificateIssuer }) =>
      certificateIssuer === undefined
        ? equalNames(crl.issuer, certificate.issuer)
        : hasDirectoryName(certificateIssuer, certificate.issuer),
    )
    .at(-1)
}

/**
 * RFC 5280 §6.3.3 (b), (d): the reasons for which `crl` speaks of `certificate`; undefined when it does not.
 */
function scopeOf(crl: CertificateList, certificate: Certificate): ReadonlySet<number> | undefined {
  const idp = crl.issuingDistributionPoint
  const isCa = certificate.extensions.basicConstraints?.cA === true
  if (idp !== undefined) {
    if (idp.onlyContainsAttributeCerts || (idp.onlyContainsUserCerts && isCa)) return undefined
    if (idp.onlyContainsCACerts && !isCa) return undefined
  }
  const ofIssuer = equalNames(crl.issuer, certificate.issuer)
  const scope = new Set<number>()
  const add = (reasons: ReadonlySet<number> | undefined) => {
    for (const flag of reasons ?? allReasons) if (idp?.onlySomeReasons?.has(flag) !== false) scope.add(flag)
  }
  for (const point of certificate.extensions.cRLDistributionPoints ?? []) {
    const named =
      point.cRLIssuer === undefined
        ? ofIssuer
        : hasDirectoryName(point.cRLIssuer, crl.issuer) && (ofIssuer || idp?.indirectCRL === true)
    if (
      named &&
      (idp?.distributionPoint === undefined || sharesName(idp.distributionPoint, point, crl.issuer))
    ) {
      add(point.reasons)
    }
  }
  // A list of the issuer that no distribution point names, as if one named the issuer itself.
  if (
    ofIssuer &&
    (idp?.distributionPoint === undefined ||
      namesOf(idp.distributionPoint, crl.issuer).some((name) => isDirectoryName(name, certificate.issuer)))
  ) {
    add(undefined)
  }
  return scope.size > 0 ? scope : undefined
}

function sharesName(idpName: DistributionPointName, point: DistributionPoint, crlIssuer: Name): boolean {
  const listNames = namesOf(idpName, crlIssuer)
  const pointNames =
    point.name === undefined ? (point.cRLIssuer ?? []) : namesOf(point.name, pointIssuer(point, crlIssuer))
  return listNames.some((a) => pointNames.some((b) => equalGeneralNames(a, b)))
}

/** What a relative name is relative to: the CRL's issuer. */
function pointIssuer(point: DistributionPoint, crlIssuer: Name): Name {
  const stated = point.cRLIssuer?.find((name) => name.kind === 'directoryName')
  return stated?.kind === 'directoryName' ? stated.name : crlIssuer
}

function namesOf(name: DistributionPointName, base: Name): readonly ParsedGeneralName[] {
  if (name.kind === 'fullName') return name.names
  const comparable = [...base.comparable, comparableOf(name.attributes)]
  const relativeNames = [...base.relativeNames, name.attributes]
  return [{ kind: 'directoryName', name: { der: base.der, relativeNames, comparable } }]
}

function equalGeneralNames(a: ParsedGeneralName, b: ParsedGeneralName): boolean {
  if (a.kind === 'directoryName') return b.kind === 'directoryName' && equalNames(a.name, b.name)
  return 'text' in a && 'text' in b && a.kind === b.kind && a.text === b.text
}

function hasDirectoryName(names: readonly ParsedGeneralName[], wanted: Name): boolean {
  return names.some((name) => isDirectoryName(name, wanted))
}

function isDirectoryName(name: ParsedGeneralName, wanted: Name): boolean {
  return name.kind === 'directoryName' && equalNames(name.name, wanted)
}

/** RFC 5280 §6.3.3 (c): same issuer and scope, based on this list or an older one, and current. */
function isDeltaFor(delta: CertificateList, base: CertificateList, context: RevocationContext): boolean {
  if (
    delta.deltaCRLIndicator === undefined ||
    delta.cRLNumber === undefined ||
    base.cRLNumber === undefined
  ) {
    return false
  }
  const scope = (crl: CertificateList) =>
    crl.extensions.find(({ oid }) => oid === oids.issuingDistributionPoint)?.value
  const [deltaScope, baseScope] = [scope(delta), scope(base)]
  const sameScope =
    deltaScope === undefined || baseScope === undefined
      ? deltaScope === baseScope
      : equalBytes(deltaScope, baseScope)
  return (
    equalNames(delta.issuer, base.issuer) &&
    sameScope &&
    delta.deltaCRLIndicator <= base.cRLNumber &&
    delta.cRLNumber > base.cRLNumber &&
    unknownCritical(delta) === undefined &&
    isFresh(context, delta.thisUpdate, delta.nextUpdate)
  )
}

/** RFC 5280 §6.3.3 (f), (g): whoever signed the list may, and did. @returns why not. */
async function signerProblem(
  crl: CertificateList,
  path: readonly Certificate[],
  context: RevocationContext,
): Promise<Reason | undefined> {
  const issuer = path[1]
  const candidates = [issuer, ...context.anchors, ...context.intermediates].filter(
    (candidate) => candidate !== undefined && equalNames(candidate.subject, crl.issuer),
  )
  let problem: Reason | undefined
  for (const signer of new Set(candidates)) {
    if (signer === undefined) continue
    problem =
      (await signatureProblem(crl, signer, context)) ?? (await authorityProblem(signer, path, context))
    if (problem === undefined) return undefined
  }
  return problem ?? reason('CRL_SIGNER_UNKNOWN')
}

const verified = new WeakMap<CertificateList, WeakMap<Certificate, boolean>>()

async function signatureProblem(
  crl: CertificateList,
  signer: Certificate,
  context: RevocationContext,
): Promise<Reason | undefined> {
  if (signer.extensions.keyUsage?.has('cRLSign') === false) {
    return reason('CRL_SIGNER_NOT_AUTHORISED', 'cRLSign is missing')
  }
  const scheme = schemeOf(crl.signatureAlgorithm)
  const facts = await keyFactsOf(signer)
  if (scheme === undefined || facts === undefined)
    return reason('CRL_SIGNATURE_INVALID', 'algorithm not supported')
  const weakness = weaknessOf(context.policy, scheme, facts, context.proofs?.timeOf(crl) ?? context.at)
  if (weakness !== undefined) return reason('CRL_NOT_USABLE', weakness)
  const known = verified.get(crl)?.get(signer)
  if (known !== undefined) return known ? undefined : reason('CRL_SIGNATURE_INVALID')
  const outcome = await checkSignature(
    signer,
    crl.signatureAlgorithm,
    crl.tbsCertList,
    crl.signatureValue,
    context.budget,
  )
  if (outcome !== 'out-of-budget') {
    const outcomes = verified.get(crl) ?? new WeakMap<Certificate, boolean>()
    outcomes.set(signer, outcome === 'valid')
    verified.set(crl, outcomes)
  }
  return outcome === 'valid' ? undefined : reason('CRL_SIGNATURE_INVALID')
}

/** The issuer of the certificate may; another signer needs a valid path of its own from the same anchor. */
async function authorityProblem(
  signer: Certificate,
  path: readonly Certificate[],
  context: RevocationContext,
): Promise<Reason | undefined> {
  if (path.indexOf(signer) > 0) return undefined
  if (context.asking.has(signer)) return reason('CRL_SIGNER_NOT_AUTHORISED', 'it vouches for itself')
  const anchor = path[path.length - 1]
  const at = context.provenAt !== undefined && context.at > signer.notAfter ? context.provenAt : context.at
  const found = await findPath({
    target: signer,
    anchors: anchor === undefined ? [] : [anchor],
    intermediates: context.intermediates,
    purpose: 'crl-signing',
    at,
    policy: context.policy,
    work: context.budget,
  })
  if (found.kind === 'none') return found.reasons[0] ?? reason('CRL_SIGNER_UNKNOWN')
  const signerPath = found.path
  for (let i = 0; i < signerPath.length - 1; i++) {
    const rest = signerPath.slice(i)
    const certificate = rest[0]
    // What the certificate's own path has in common is asked there.
    if (certificate === undefined || path.includes(certificate)) break
    const status = await revocationOf(rest, context)
    if (status.kind !== 'good') return reason('CRL_SIGNER_NOT_AUTHORISED', `it is ${status.kind}`)
  }
  return undefined
}

/** Extensions of a list that are processed here (RFC 5280 §5.2). */
const knownExtensions: readonly string[] = [
  oids.authorityKeyIdentifier,
  oids.issuerAltName,
  oids.cRLNumber,
  oids.deltaCRLIndicator,
  oids.issuingDistributionPoint,
  oids.freshestCRL,
  oids.authorityInfoAccess,
  oids.expiredCertsOnCRL,
]

function unknownCritical(crl: CertificateList): string | undefined {
  return crl.extensions.find(({ oid, critical }) => critical && !knownExtensions.includes(oid))?.oid
}

/** X.509 §9.5.2.8: from when on expired certificates stay on the list; the year 9999 when not stated. */
function expiredCertsOnCrl(crl: CertificateList): Date {
  const extension = crl.extensions.find(({ oid }) => oid === oids.expiredCertsOnCRL)
  return extension === undefined
    ? new Date(Date.UTC(9999, 0))
    : parseDer('expiredCertsOnCRL', extension.value, (r) => r.generalizedTime())
}

// Building certification paths (RFC 5280 §6, RFC 4158) with bounded work: each path that reaches an anchor is judged by
// `path-rules.ts`, and the first valid one is the answer.

import { equalBytes } from '../bytes.ts'
import type { Certificate } from '../formats/x509/certificate.ts'
import { equalNames, formatDistinguishedName, nameKey } from '../formats/x509/name.ts'
import { Budget, checkIssuedBy } from './checks.ts'
import {
  anyPolicyInputs,
  type PathFault,
  type PathPurpose,
  type PolicyInputs,
  pathFault,
} from './path-rules.ts'
import type { ValidationPolicy } from './policy.ts'
import type { Reason, SubIndication } from './report.ts'
import { reason } from './wording.ts'

export interface PathRequest {
  readonly target: Certificate
  readonly anchors: readonly Certificate[]
  /** Untrusted certificates that may lie between. */
  readonly intermediates: readonly Certificate[]
  readonly purpose: PathPurpose
  readonly at: Date
  readonly policy: ValidationPolicy
  readonly inputs?: PolicyInputs
  /** What the whole document may spend. */
  readonly work?: Budget
}

export type PathOutcome =
  /** Target first, anchor last; the target alone when it is an anchor itself. */
  | { readonly kind: 'found'; readonly path: readonly Certificate[] }
  | {
      readonly kind: 'none'
      readonly subIndication: SubIndication
      readonly reasons: readonly Reason[]
      /** A path to an anchor that broke a rule, if there was one. */
      readonly path: readonly Certificate[] | undefined
    }

/** Candidates looked at in one search, signature checks apart: names alone may make a maze too. */
const stepsLimit = 1000

/** Self-issued certificates do not count for pathLen, but a path has an end. */
const pathCertificatesLimit = 20

/** Searches depth first, anchors and matching key identifiers first. */
export async function findPath(request: PathRequest): Promise<PathOutcome> {
  const search = new Search(request)
  const path = await search.from([request.target])
  if (path !== undefined) return { kind: 'found', path }
  return search.failure()
}

class Search {
  readonly #request: PathRequest
  readonly #bySubject = new Map<string, Certificate[]>()
  readonly #budget: Budget
  #steps = 0
  #best: { readonly fault: PathFault; readonly path: readonly Certificate[] } | undefined
  #badSignature: Certificate | undefined

  constructor(request: PathRequest) {
    this.#request = request
    this.#budget = new Budget(request.policy.maxSignatureChecks, request.work)
    for (const certificate of new Set([...request.anchors, ...request.intermediates])) {
      const key = nameKey(certificate.subject)
      const known = this.#bySubject.get(key)
      if (known === undefined) this.#bySubject.set(key, [certificate])
      else known.push(certificate)
    }
  }

  /** Goes on from the end of `path`. Recursion is bounded by `pathCertificatesLimit`. */
  async from(path: readonly Certificate[]): Promise<readonly Certificate[] | undefined> {
    const last = path[path.length - 1]
    if (last === undefined) throw new Error('a path has at least one certificate')
    const { anchors, purpose, at, policy, inputs } = this.#request
    if (anchors.includes(last)) {
      const fault = await pathFault(path, purpose, at, policy, inputs ?? anyPolicyInputs)
      if (fault === undefined) return path
      // A fault that time could heal says more than others; else the first path found stands for all.
      if (this.#best === undefined) this.#best = { fault, path }
      return undefined
    }
    if (path.length >= pathCertificatesLimit) return undefined
    for (const issuer of this.#candidates(last)) {
      if (this.#exhausted || ++this.#steps > stepsLimit) return undefined
      if (path.some((certificate) => isSameEntity(certificate, issuer))) continue
      const outcome = await checkIssuedBy(last, issuer, this.#budget)
      if (outcome === 'invalid') this.#badSignature = last
      if (outcome !== 'valid') continue
      const found = await this.from([...path, issuer])
      if (found !== undefined) return found
    }
    return undefined
  }

  failure(): PathOutcome & { readonly kind: 'none' } {
    const { target, anchors } = this.#request
    if (this.#best !== undefined) {
      const { fault, path } = this.#best
      return { kind: 'none', subIndication: fault.subIndication, reasons: [fault.reason], path }
    }
    const none = (subIndication: SubIndication, ...reasons: readonly Reason[]) =>
      ({ kind: 'none', subIndication, reasons, path: undefined }) as const
    if (this.#exhausted) return none('CERTIFICATE_CHAIN_GENERAL_FAILURE', reason('PATH_WORK_EXCEEDED'))
    if (anchors.length === 0) return none('NO_CERTIFICATE_CHAIN_FOUND', reason('NO_TRUST_ANCHORS'))
    const reasons = [reason('NO_CHAIN', formatDistinguishedName(target.issuer))]
    if (this.#badSignature !== undefined) {
      reasons.push(reason('ISSUER_SIGNATURE_INVALID', formatDistinguishedName(this.#badSignature.subject)))
    }
    return none('NO_CERTIFICATE_CHAIN_FOUND', ...reasons)
  }

  get #exhausted(): boolean {
    return this.#budget.exhausted || this.#steps > stepsLimit
  }

  #candidates(certificate: Certificate): Certificate[] {
    const candidates = this.#bySubject.get(nameKey(certificate.issuer)) ?? []
    if (candidates.length < 2) return candidates
    const { anchors, at } = this.#request
    const wanted = certificate.extensions.authorityKeyIdentifier?.keyIdentifier
    const rank = (issuer: Certificate): number => {
      const keyIdentifier = issuer.extensions.subjectKeyIdentifier
      const matches = wanted !== undefined && keyIdentifier !== undefined && equalBytes(wanted, keyIdentifier)
      const current = issuer.notBefore <= at && at <= issuer.notAfter
      return (matches ? 4 : 0) + (current ? 2 : 0) + (anchors.includes(issuer) ? 1 : 0)
    }
    return candidates
      .map((issuer) => ({ issuer, rank: rank(issuer) }))
      .sort((a, b) => b.rank - a.rank)
      .map(({ issuer }) => issuer)
  }
}

/** Same name and key: passing through it again only makes a circle (RFC 4158 §2.4.2). */
function isSameEntity(a: Certificate, b: Certificate): boolean {
  return equalBytes(a.subjectPublicKeyInfo, b.subjectPublicKeyInfo) && equalNames(a.subject, b.subject)
}

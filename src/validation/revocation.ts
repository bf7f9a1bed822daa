// Whether a certificate was revoked: CRLs (crl.ts) and OCSP answers (ocsp.ts) weighed together. What is forged, stale or
// out of scope counts for nothing, and nothing never means "good" (RFC 5280 §6.3, RFC 6960 §3.2, EN 319 102-1 §5.2.5).

import { isServiceError } from '../errors.ts'
import {
  type BasicOcspResponse,
  parseBasicOcspResponse,
  parseOcspResponse,
} from '../formats/ocsp/response.ts'
import type { Certificate } from '../formats/x509/certificate.ts'
import { type CertificateList, parseCertificateList } from '../formats/x509/certificate-list.ts'
import { formatDistinguishedName } from '../formats/x509/name.ts'
import type { Budget } from './checks.ts'
import { crlStatus } from './crl.ts'
import { ocspStatus } from './ocsp.ts'
import type { ValidationPolicy } from './policy.ts'
import type { Reason } from './report.ts'
import { reason } from './wording.ts'

export interface RevocationData {
  readonly crls: readonly CertificateList[]
  readonly ocsps: readonly BasicOcspResponse[]
}

export interface RevocationContext {
  readonly anchors: readonly Certificate[]
  /** Untrusted certificates among which signers of CRLs and OCSP answers may be. */
  readonly intermediates: readonly Certificate[]
  readonly data: RevocationData
  /** The time for which the verdict is asked. */
  readonly at: Date
  /** A time at which what is judged is proven to have existed; undefined without proof. */
  readonly provenAt: Date | undefined
  readonly policy: ValidationPolicy
  readonly budget: Budget
  /** Certificates whose revocation is being asked further up: a question must not answer itself. */
  readonly asking: ReadonlySet<Certificate>
}

/** What one source says. */
export type RevocationAnswer =
  | { readonly kind: 'good'; readonly thisUpdate: Date }
  | {
      readonly kind: 'revoked'
      readonly thisUpdate: Date
      readonly revocationDate: Date
      readonly reasonCode: number
    }
  | { readonly kind: 'unknown'; readonly reasons: readonly Reason[] }

/** CRLReason certificateHold (RFC 5280 §5.3.1): the only state that ends. */
const certificateHold = 6

/**
 * @param path from the certificate in question to its anchor, already found valid; at least two certificates.
 */
export async function revocationOf(
  path: readonly Certificate[],
  context: RevocationContext,
): Promise<RevocationAnswer> {
  const certificate = path[0]
  if (certificate === undefined || path.length < 2) throw new Error('an anchor’s revocation is not asked')
  if (certificate.extensions.noRevocation) return { kind: 'good', thisUpdate: certificate.notBefore }
  const inner = { ...context, asking: new Set([...context.asking, certificate]) }
  const answers = [await ocspStatus(path, inner), await crlStatus(path, inner)]
  const revoked = answers.filter((answer) => answer.kind === 'revoked')
  const good = answers.filter((answer) => answer.kind === 'good')
  // A released hold: the newer word counts. Any other revocation is final.
  const standing = revoked.filter(
    (entry) =>
      entry.reasonCode !== certificateHold || !good.some(({ thisUpdate }) => thisUpdate > entry.thisUpdate),
  )
  const [first] = standing.sort((a, b) => a.revocationDate.getTime() - b.revocationDate.getTime())
  if (first !== undefined) return first
  if (good[0] !== undefined) return good[0]
  const reasons = answers.flatMap((answer) => (answer.kind === 'unknown' ? answer.reasons : []))
  const subject = formatDistinguishedName(certificate.subject)
  return { kind: 'unknown', reasons: [reason('REVOCATION_UNKNOWN', subject), ...reasons] }
}

/**
 * Whether an answer of this age may be used. With a proof of existence it has to be fresh at that time, or newer:
 * what was signed before is not touched by what happened later (EN 319 102-1 §5.2.5.4).
 */
export function isFresh(
  { at, provenAt, policy }: Pick<RevocationContext, 'at' | 'provenAt' | 'policy'>,
  thisUpdate: Date,
  nextUpdate: Date | undefined,
): boolean {
  if (thisUpdate.getTime() > at.getTime() + policy.clockToleranceMs) return false
  const reference = (provenAt ?? at).getTime()
  if (provenAt !== undefined && thisUpdate.getTime() >= reference) return true
  return (nextUpdate?.getTime() ?? thisUpdate.getTime() + policy.maxAgeWithoutNextUpdateMs) >= reference
}

const parsedLists = new Map<string, CertificateList>()
const parsedListsLimit = 100
const parsedListOctetsLimit = 65_536
const latin1 = new TextDecoder('latin1')

/** Reads what can be read; each piece that cannot is told of and left out. */
export function readRevocationData(
  crls: Iterable<Uint8Array>,
  ocsps: Iterable<Uint8Array>,
  basicOcsps: Iterable<Uint8Array> = [],
): RevocationData & { readonly reasons: readonly Reason[] } {
  const reasons: Reason[] = []
  const read = <T>(ders: Iterable<Uint8Array>, parse: (der: Uint8Array) => T): T[] => {
    const values: T[] = []
    for (const der of ders) {
      try {
        values.push(parse(der))
      } catch (error) {
        if (!isServiceError(error)) throw error
        reasons.push(reason('REVOCATION_DATA_UNREADABLE', error.message))
      }
    }
    return values
  }
  const answers = read(ocsps, (der) => parseOcspResponse(der).basic).filter((basic) => basic !== undefined)
  return {
    crls: read(crls, certificateListOf),
    ocsps: [...answers, ...read(basicOcsps, parseBasicOcspResponse)],
    reasons,
  }
}

function certificateListOf(der: Uint8Array): CertificateList {
  if (der.length > parsedListOctetsLimit) return parseCertificateList(der)
  const key = latin1.decode(der)
  const known = parsedLists.get(key)
  if (known !== undefined) return known
  const list = parseCertificateList(der.slice())
  if (parsedLists.size >= parsedListsLimit) parsedLists.clear()
  parsedLists.set(key, list)
  return list
}

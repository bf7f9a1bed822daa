// The time-stamps of one signature, from the newest to the oldest, and what each proves to have existed
// (EN 319 102-1 §5.4, §5.5.4, §5.6.2.3, §5.6.3.4).

import { isServiceError } from '../errors.ts'
import { formatDistinguishedName } from '../formats/x509/name.ts'
import { storedValues } from './cades-values.ts'
import { indeterminate } from './failure.ts'
import type { FormedSignature, FormedTimestamp, TimestampKind } from './formed-signature.ts'
import { isoTime } from './iso-time.ts'
import { joined, noValidationData } from './joined-data.ts'
import type { Finding } from './judge-signer.ts'
import { ProofsOfExistence } from './proofs.ts'
import type { Reason, TimestampReport } from './report.ts'
import { judgeTimestamp, readCms, type TimestampVerdict } from './timestamp.ts'
import type { Trust } from './trust.ts'
import { reason } from './wording.ts'

export interface JudgedTimestamp {
  readonly report: TimestampReport
  readonly verdict: TimestampVerdict
}

export interface JudgedTimestamps {
  /** In the order of the signature's. */
  readonly judged: readonly JudgedTimestamp[]
  /** The earliest time at which the signature is proven to have existed. */
  readonly bestSignatureTime: Date | undefined
  /** The latest time at which it is proven not to have existed yet. */
  readonly notBefore: Date | undefined
  readonly proofs: ProofsOfExistence
  /** Where the time-stamps contradict one another. */
  readonly order: Finding | undefined
  readonly reasons: readonly Reason[]
}

/** Verdicts on tokens over the whole document, which all its signatures share. */
export type TimestampMemory = WeakMap<
  Uint8Array,
  { readonly provenAt: Date | undefined; readonly verdict: TimestampVerdict }
>

/** For each kind how many are looked at; those of a document are bounded by its signatures. */
const limits: Readonly<Record<TimestampKind, number>> = {
  content: 8,
  signature: 8,
  references: 8,
  archive: 20,
  document: 100,
}

export async function judgeTimestamps(
  signature: FormedSignature,
  trust: Trust,
  memory: TimestampMemory,
): Promise<JudgedTimestamps> {
  const { timestamps } = signature
  const { looked, reasons } = withinLimits(timestamps)
  const proofs = new ProofsOfExistence()
  const provenTokens = new Map<number, Date>()
  const judged = new Map<number, JudgedTimestamp>()
  let bestSignatureTime: Date | undefined
  let notBefore: Date | undefined
  let misplaced: Reason | undefined
  for (const index of looked.toReversed()) {
    const timestamp = timestamps[index]
    if (timestamp === undefined) throw new Error('time-stamp index out of range')
    const { kind, covers } = timestamp
    // A content time-stamp is among what is signed, so it is as old as the signature.
    const ofSignature = kind === 'content' ? bestSignatureTime : undefined
    const provenAt = earliest(provenTokens.get(index), ofSignature)
    const verdict = await remembered(timestamp, { ...trust, provenAt, proofs }, memory)
    judged.set(index, { report: reportOf(timestamp, verdict), verdict })
    // What is wrong with a time-stamp of the document is told of the document.
    if (!verdict.trusted && kind !== 'document') reasons.push(...distrust(verdict))
    if (provenAt !== undefined && verdict.reasons.some(({ code }) => code === 'TIMESTAMP_FROM_THE_FUTURE')) {
      misplaced ??= reason('TIMESTAMP_ORDER', `${isoTime(verdict.genTime)}, ${isoTime(provenAt)}`)
    }
    const { genTime, provenBy } = verdict
    if (genTime === undefined || provenBy === undefined) continue
    if (kind === 'content') {
      // Not earlier than its stated accuracy allows.
      const earliestTime = new Date(2 * genTime.getTime() - provenBy.getTime())
      if (notBefore === undefined || notBefore < earliestTime) notBefore = earliestTime
      continue
    }
    // Time-stamps of references need not cover the signature value.
    if (kind !== 'references') bestSignatureTime = earliest(bestSignatureTime, provenBy)
    proofs.prove(covers.validationData, provenBy)
    for (const covered of covers.timestamps) {
      const token = timestamps[covered]?.token
      if (token === undefined || covered >= index) continue
      const before = provenTokens.get(covered)
      provenTokens.set(covered, earliest(before, provenBy) ?? provenBy)
      proofs.prove(dataWithin(token), provenBy)
    }
  }
  if (notBefore !== undefined && bestSignatureTime !== undefined && notBefore > bestSignatureTime) {
    misplaced ??= reason('TIMESTAMP_ORDER', `${isoTime(notBefore)}, ${isoTime(bestSignatureTime)}`)
  }
  return {
    judged: looked.flatMap((index) => judged.get(index) ?? []),
    bestSignatureTime,
    notBefore,
    proofs,
    order: misplaced === undefined ? undefined : indeterminate('TIMESTAMP_ORDER_FAILURE', misplaced),
    reasons,
  }
}

/** A token that breaks its document's rules proves nothing, however right it is. */
export async function judgeFormedTimestamp(
  { token, digest, hashes = [], faults = [] }: FormedTimestamp,
  trust: Trust & { readonly provenAt: Date | undefined; readonly proofs?: ProofsOfExistence },
): Promise<TimestampVerdict> {
  const verdict = await judgeTimestamp({ ...trust, token, digest, hashes })
  if (faults.length === 0) return verdict
  return {
    ...verdict,
    integrity: verdict.integrity === 'intact' ? 'undetermined' : verdict.integrity,
    trusted: false,
    provenBy: undefined,
    reasons: [...faults, ...verdict.reasons],
  }
}

export function reportOf({ kind }: FormedTimestamp, verdict: TimestampVerdict): TimestampReport {
  const { integrity, trusted, genTime, authority, reasons } = verdict
  return {
    kind,
    integrity,
    trusted,
    reasons,
    time: isoTime(genTime),
    authority: authority === undefined ? null : formatDistinguishedName(authority.subject),
  }
}

async function remembered(
  timestamp: FormedTimestamp,
  trust: Trust & { readonly provenAt: Date | undefined; readonly proofs: ProofsOfExistence },
  memory: TimestampMemory,
): Promise<TimestampVerdict> {
  if (timestamp.kind !== 'document') return judgeFormedTimestamp(timestamp, trust)
  const known = memory.get(timestamp.token)
  if (known !== undefined && known.provenAt?.getTime() === trust.provenAt?.getTime()) return known.verdict
  const verdict = await judgeFormedTimestamp(timestamp, trust)
  memory.set(timestamp.token, { provenAt: trust.provenAt, verdict })
  return verdict
}

function withinLimits(timestamps: readonly FormedTimestamp[]): {
  readonly looked: readonly number[]
  readonly reasons: Reason[]
} {
  const counts = new Map<TimestampKind, number>()
  const looked: number[] = []
  const reasons: Reason[] = []
  for (const [index, { kind }] of timestamps.entries()) {
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    if (count <= limits[kind]) looked.push(index)
    else if (count === limits[kind] + 1) reasons.push(reason('TIMESTAMPS_TOO_MANY', `${limits[kind]}`))
  }
  return { looked, reasons }
}

function distrust({ integrity, genTime, reasons }: TimestampVerdict): readonly Reason[] {
  if (integrity !== 'intact') return reasons
  return [reason('TIMESTAMP_NOT_TRUSTED', isoTime(genTime) ?? ''), ...reasons]
}

/** What a covered token carries is covered with it. */
function dataWithin(token: Uint8Array) {
  try {
    const { signedData } = readCms(token)
    const stored = storedValues(signedData.signerInfos.flatMap((one) => one.unsignedAttributes))
    return joined([signedData, stored])
  } catch (error) {
    if (!isServiceError(error)) throw error
    return noValidationData
  }
}

function earliest(a: Date | undefined, b: Date | undefined): Date | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return a < b ? a : b
}

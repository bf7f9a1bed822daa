// Refused calls are entries of the audit log too, as many of a caller as tell something, and the number of the rest.

import { anonymous, type Call, credentialId, isKnown, type KnownCaller } from '../caller.ts'
import { type ErrorCode, isRefusal, isServiceError, type ServiceError } from '../errors.ts'
import type { AuditEntry } from '../log/entry.ts'
import type { Deps } from './deps.ts'
import { auditedCaller } from './require-durable.ts'

export interface Denials {
  /**
   * Keeps an entry when `error` is a refusal and the caller is known; what is refused to strangers is counted. Never
   * throws: what was refused stays refused, whether or not it could be written down.
   *
   * @param operation name of the journey, or of the door for what is none.
   */
  record(call: Call, operation: string, error: unknown): Promise<void>
  /**
   * Begins a new span of time, and writes how many refusals of the last one were only counted: an entry for each credential,
   * and one for all strangers who were not whom they said, so that nobody fills the log by guessing.
   */
  nextSpan(): Promise<void>
}

/** What those who watch the service are told. */
export interface DenialWatch {
  denied(code: ErrorCode): void
  /** The first refusal of a caller that is only counted. */
  flooding(caller: KnownCaller): void
  unwritten(error: unknown): void
}

/** Entries of refusals that one credential may cause in a span, so that nobody fills the log by being refused. */
export const denialsInSpan = 10
export const denialSpanMs = 60_000

interface Span {
  readonly caller: KnownCaller
  entries: number
  readonly counted: Map<ErrorCode, number>
}

/** Credentials are few and known, so what is kept of a span is bounded by them. */
export function openDenials(deps: Pick<Deps, 'auditLog' | 'clock' | 'newId'>, watch: DenialWatch): Denials {
  let spans = new Map<string, Span>()
  let strangers = 0
  const entered = new WeakSet<ServiceError>()

  const append = async (entry: AuditEntry): Promise<void> => {
    try {
      // Nothing is rechecked: the token may be the very reason.
      await deps.auditLog.append([entry], {})
    } catch (error) {
      watch.unwritten(error)
    }
  }

  return {
    async record(call, operation, error) {
      if (!isServiceError(error) || !isRefusal(error.code)) return
      const { caller } = call
      // Of a credential that ended it is known whose it was, before the door finds that nobody came in.
      if (!isKnown(caller) && entered.has(error)) return
      watch.denied(error.code)
      if (!isKnown(caller)) {
        if (error.code === 'UNAUTHENTICATED') strangers++
        return
      }
      entered.add(error)
      const credential = credentialId(caller)
      const span = spans.get(credential) ?? { caller, entries: 0, counted: new Map() }
      spans.set(credential, span)
      if (span.entries < denialsInSpan) {
        span.entries++
        await append(denialEntry(deps, call, operation, error))
        return
      }
      if (span.counted.size === 0) watch.flooding(caller)
      span.counted.set(error.code, (span.counted.get(error.code) ?? 0) + 1)
    },
    async nextSpan() {
      const ended = spans
      const unknown = strangers
      spans = new Map()
      strangers = 0
      for (const { caller, counted } of ended.values()) {
        if (counted.size > 0) await append(summaryEntry(deps, caller, counted))
      }
      if (unknown > 0) await append(strangersEntry(deps, unknown))
    },
  }
}

function denialEntry(
  deps: Pick<Deps, 'clock' | 'newId'>,
  call: Call,
  operation: string,
  { code, about }: ServiceError,
): AuditEntry {
  return {
    ...entryOf(deps, call, operation),
    unitId: about?.unitId ?? callersUnit(call),
    keyId: about?.keyId ?? null,
    keyVersion: about?.keyVersion ?? null,
    // The message is left out: it may name what the caller sent.
    details: { code },
  }
}

function summaryEntry(
  deps: Pick<Deps, 'clock' | 'newId'>,
  caller: KnownCaller,
  counted: ReadonlyMap<ErrorCode, number>,
): AuditEntry {
  const details = Object.fromEntries([...counted].map(([code, times]) => [code, String(times)]))
  const call: Call = { requestId: deps.newId(), caller }
  return { ...entryOf(deps, call, 'furtherDenials'), unitId: caller.unitId, details }
}

function strangersEntry(deps: Pick<Deps, 'clock' | 'newId'>, times: number): AuditEntry {
  const call: Call = { requestId: deps.newId(), caller: anonymous }
  return { ...entryOf(deps, call, 'strangersDenied'), details: { UNAUTHENTICATED: String(times) } }
}

function entryOf(deps: Pick<Deps, 'clock' | 'newId'>, call: Call, operation: string): AuditEntry {
  return {
    id: deps.newId(),
    at: deps.clock.now().toISOString(),
    requestId: call.requestId,
    caller: auditedCaller(call),
    operation,
    outcome: 'denied',
    unitId: null,
    keyId: null,
    keyVersion: null,
    algorithm: null,
    toBeSignedSha256: null,
    signatureSha256: null,
    details: {},
  }
}

function callersUnit({ caller }: Call): string | null {
  return isKnown(caller) ? caller.unitId : null
}

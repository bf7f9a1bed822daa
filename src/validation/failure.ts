// How formats say what they found of one signature, before any trust (EN 319 102-1 §5.2.2, §5.2.3, §5.2.7).

import type { CheckOutcome } from './checks.ts'
import type { CryptographicOutcome, Failure, SignatureFacts } from './formed-signature.ts'
import type { Reason, SubIndication } from './report.ts'
import { reason } from './wording.ts'

export function totalFailed(subIndication: SubIndication, ...reasons: readonly Reason[]): Failure {
  return { indication: 'TOTAL_FAILED', subIndication, reasons }
}

export function indeterminate(subIndication: SubIndication, ...reasons: readonly Reason[]): Failure {
  return { indication: 'INDETERMINATE', subIndication, reasons }
}

export function formatFailure(why: Reason): Failure {
  return totalFailed('FORMAT_FAILURE', why)
}

/** @param what its identifier, as the signature writes it. */
export function algorithmNotSupported(what: string): Failure {
  return indeterminate('CRYPTO_CONSTRAINTS_FAILURE', reason('ALGORITHM_NOT_SUPPORTED', what))
}

/** What was signed is there unchanged; a failure is one of other rules. */
export function intact(failure?: Failure): CryptographicOutcome {
  return { integrity: 'intact', failure }
}

export function undetermined(failure: Failure): CryptographicOutcome {
  return { integrity: 'undetermined', failure }
}

export function broken(failure: Failure): CryptographicOutcome {
  return { integrity: 'broken', failure }
}

/** Of a signature value that does not verify, or was not looked at. */
export function badValue(outcome: Exclude<CheckOutcome, 'valid'>): CryptographicOutcome {
  return outcome === 'invalid'
    ? broken(totalFailed('SIG_CRYPTO_FAILURE', reason('SIGNATURE_INVALID')))
    : undetermined(indeterminate('CUSTOM', reason('PATH_WORK_EXCEEDED')))
}

/** Of a signature that could not be read as far as its signer. */
export const unidentified: SignatureFacts = {
  signer: undefined,
  claimedSigningTime: undefined,
  scheme: undefined,
  digestAlgorithms: [],
  namesCertificate: false,
}

// A signature that stands in a document and says nothing that could be judged: it gets its verdict like any other.

import type { ServiceError } from '../errors.ts'
import { formatFailure, indeterminate, undetermined, unidentified } from './failure.ts'
import type { FormedSignature } from './formed-signature.ts'
import { noValidationData } from './joined-data.ts'
import type { DocumentFormat } from './report.ts'
import { type ReasonCode, reason } from './wording.ts'

/** @param code what is wrong when it is a matter of form; limits and formats that are not supported have their own. */
export function unreadableSignature(
  format: DocumentFormat,
  code: ReasonCode,
  error: Pick<ServiceError, 'code' | 'message'>,
): FormedSignature {
  const unjudged = error.code === 'LIMIT_EXCEEDED' || error.code === 'UNSUPPORTED_FORMAT'
  const failure = unjudged
    ? indeterminate('CUSTOM', reason(error.code, error.message))
    : formatFailure(reason(code, error.message))
  return {
    format,
    name: null,
    verify: async () => ({ ...unidentified, ...undetermined(failure) }),
    validationData: noValidationData,
    timestamps: [],
    counterSignatures: [],
    level: null,
    claimedSigningTime: undefined,
    coversWholeDocument: true,
    laterChanges: [],
    structureFaults: [],
    reasons: [],
  }
}

// A signature that stands in a document and says nothing that could be judged: it gets its verdict like any other.

import type { ServiceError } from '../errors.ts'
import type { FormedSignature } from './formed-signature.ts'
import type { DocumentFormat } from './report.ts'
import { type ReasonCode, reason } from './wording.ts'

/** @param code what is wrong when it is a matter of form; limits and formats that are not supported have their own. */
export function unreadableSignature(
  format: DocumentFormat,
  code: ReasonCode,
  error: Pick<ServiceError, 'code' | 'message'>,
): FormedSignature {
  const told = error.code === 'LIMIT_EXCEEDED' || error.code === 'UNSUPPORTED_FORMAT' ? error.code : code
  const unjudged = told === error.code
  return {
    format,
    name: null,
    verify: async () => ({
      integrity: 'undetermined',
      failure: {
        indication: unjudged ? 'INDETERMINATE' : 'TOTAL_FAILED',
        subIndication: unjudged ? 'CUSTOM' : 'FORMAT_FAILURE',
        reasons: [reason(told, error.message)],
      },
      signer: undefined,
      claimedSigningTime: undefined,
      scheme: undefined,
      digestAlgorithms: [],
      namesCertificate: false,
    }),
    validationData: { certificates: [], crls: [], ocsps: [], basicOcsps: [] },
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
